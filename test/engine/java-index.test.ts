import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { javaIndex, javaIndexSources } from '../../src/engine/java-index.ts';
import { sqliteFile } from '../../src/engine/sqlite.ts';

const PAGE = 65_536;
const SHA1 = 'e598899bad5824511cd3019299254230468e1fa2';

/** The cells of a page in the order of their numbers. */
function cells(file: Buffer, page: number): Buffer[] {
  const bytes = file.subarray(page * PAGE, (page + 1) * PAGE);
  const offset = page === 0 ? 100 : 0;
  expect(bytes[offset]).toBe(13);
  return Array.from({ length: bytes.readUInt16BE(offset + 3) }, (_, index) =>
    bytes.subarray(bytes.readUInt16BE(offset + 8 + 2 * index)),
  );
}

test('an artifact is one row, and each of its versions another', () => {
  const text = `# a comment\n${SHA1} org.x:a:1.0\n${SHA1.replace('e5', '00')} org.x:a:2.0\n`;
  const file = javaIndex(text);
  expect(file).toHaveLength(3 * PAGE);
  expect(file.toString('latin1', 0, 16)).toBe('SQLite format 3\0');
  expect(
    cells(file, 0).map((cell) => /CREATE TABLE \w+/.exec(cell.toString('latin1'))?.[0]),
  ).toEqual(['CREATE TABLE artifacts', 'CREATE TABLE indices']);
  const [artifact, ...others] = cells(file, 1);
  expect(others).toEqual([]);
  // Length, number, then the record: its header (number of the row, two texts) and the texts.
  expect(artifact?.subarray(0, 12).toString('latin1')).toBe('\x0a\x01\x04\x00\x17\x0forg.xa');
  const rows = cells(file, 2);
  expect(rows.map((row) => row.subarray(11, 14).toString())).toEqual(['1.0', '2.0']);
  expect(rows[0]?.subarray(14, 34).toString('hex')).toBe(SHA1);
});

test('the same lines give the same bytes, and more than a page holds is refused', () => {
  const text = readFileSync(join(javaIndexSources(), 'artifacts.txt'), 'utf8');
  expect(javaIndex(text)).toEqual(javaIndex(text));
  const rows = Array.from({ length: 1000 }, () => ['x'.repeat(70)]);
  expect(() => sqliteFile([{ name: 't', sql: 'CREATE TABLE t(a TEXT)', rows }])).toThrow(/fit/);
});
