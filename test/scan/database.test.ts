import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkAge, openDatabase } from '../../src/scan/database.ts';

const REF = 'registry.example/trivy-db:2';
const DIGEST = `sha256:${'a'.repeat(64)}`;
const METADATA = JSON.stringify({ Version: 2, UpdatedAt: '2026-11-22T06:00:00Z' });

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-database-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

type File = [name: string, content: string, header?: Partial<Header>];

async function archive(files: File[]): Promise<Buffer> {
  const tar = pack();
  for (const [name, content, header] of files) tar.entry({ name, ...header }, content);
  tar.finalize();
  return gzipSync(await buffer(tar));
}

async function open(bytes: Buffer, digest = DIGEST) {
  const file = join(folder, 'blob');
  await writeFile(file, bytes);
  return openDatabase(async () => ({ ref: REF, digest, file }), join(folder, 'cache'));
}

const GOOD: File[] = [
  ['metadata.json', METADATA],
  ['trivy.db', 'the database'],
];

test('unpacks the two files and reads the time of update', async () => {
  const { dir, database } = await open(await archive(GOOD));
  expect(database).toEqual({ ref: REF, digest: DIGEST, updatedAt: '2026-11-22T06:00:00Z' });
  expect((await readdir(dir)).sort()).toEqual(['metadata.json', 'trivy.db']);
  expect(await readFile(join(dir, 'trivy.db'), 'utf8')).toBe('the database');
});

test('takes nothing else out of the archive, wherever it wants to go', async () => {
  const { dir } = await open(
    await archive([
      ['../../escaped', 'x'],
      ['/tmp/harden-escaped', 'x'],
      ['db/trivy.db', 'x'],
      ['trivy.db', '', { type: 'symlink', linkname: '/etc/passwd' }],
      ['./metadata.json', METADATA],
      ['./trivy.db', 'the database'],
      ['trivy.db', 'a second one'],
    ]),
  );
  expect(await readFile(join(dir, 'trivy.db'), 'utf8')).toBe('the database');
  expect((await readdir(folder)).sort()).toEqual(['blob', 'cache']);
});

test('keeps what is there, by digest', async () => {
  const first = await open(await archive(GOOD));
  const second = await open(Buffer.from('not read again'));
  expect(second).toEqual(first);
  const other = await open(await archive(GOOD), `sha256:${'b'.repeat(64)}`);
  expect(other.dir).not.toBe(first.dir);
});

test('makes a broken folder again', async () => {
  const { dir } = await open(await archive(GOOD));
  await rm(join(dir, 'trivy.db'));
  await open(await archive(GOOD));
  expect(await readFile(join(dir, 'trivy.db'), 'utf8')).toBe('the database');
});

test('lets runs at the same time have one database', async () => {
  const bytes = await archive(GOOD);
  const opened = await Promise.all([open(bytes), open(bytes), open(bytes)]);
  expect(new Set(opened.map(({ dir }) => dir)).size).toBe(1);
  expect(await readdir(join(folder, 'cache', 'trivy-db'))).toHaveLength(1);
});

test.each<[string, File[], string]>([
  ['without metadata', [['trivy.db', 'x']], 'it has no metadata.json'],
  ['without a database', [['metadata.json', METADATA]], 'it has no trivy.db'],
  [
    'with an empty database',
    [
      ['metadata.json', METADATA],
      ['trivy.db', ''],
    ],
    'no version 2',
  ],
  [
    'of another version',
    [
      ['metadata.json', METADATA.replace('2', '1')],
      ['trivy.db', 'x'],
    ],
    'no version 2',
  ],
  [
    'with broken metadata',
    [
      ['metadata.json', '{'],
      ['trivy.db', 'x'],
    ],
    'no version 2',
  ],
  [
    'without a time',
    [
      ['metadata.json', '{"Version":2}'],
      ['trivy.db', 'x'],
    ],
    'no version 2',
  ],
  [
    'with huge metadata',
    [
      ['metadata.json', ' '.repeat(70_000)],
      ['trivy.db', 'x'],
    ],
    'more than 65536 bytes',
  ],
])('refuses an archive %s', async (_name, files, message) => {
  await expect(open(await archive(files))).rejects.toMatchObject({
    diagnostics: [{ code: 'scan/no-database', message: expect.stringContaining(message) }],
  });
});

test.each([
  ['that is no archive', Buffer.from('<html>not found</html>')],
  ['that is empty', Buffer.alloc(0)],
])('refuses a blob %s and leaves nothing behind', async (_name, bytes) => {
  await expect(open(bytes)).rejects.toMatchObject({ diagnostics: [{ code: 'scan/no-database' }] });
  expect(await readdir(join(folder, 'cache', 'trivy-db'))).toEqual([]);
});

test('refuses an archive that ends early', async () => {
  const random = Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 7919) % 251));
  const bytes = await archive([
    ['metadata.json', METADATA],
    ['trivy.db', random.toString('latin1')],
  ]);
  await expect(open(bytes.subarray(0, bytes.length / 2))).rejects.toMatchObject({
    diagnostics: [{ code: 'scan/no-database' }],
  });
});

test('refuses a digest that would be a path', async () => {
  await mkdir(join(folder, 'cache'));
  await expect(open(await archive(GOOD), 'sha256:../../x')).rejects.toMatchObject({
    diagnostics: [{ code: 'scan/no-database' }],
  });
});

const DATABASE = { ref: REF, digest: DIGEST, updatedAt: '2026-11-20T00:00:00Z' };

test.each([
  ['a minute old', '2026-11-20T00:01:00Z', 168, []],
  ['exactly a day old', '2026-11-21T00:00:00Z', 168, []],
  ['a second older than a day', '2026-11-21T00:00:01Z', 168, ['warning']],
  ['exactly as old as allowed', '2026-11-27T00:00:00Z', 168, ['warning']],
  ['older than allowed', '2026-11-27T00:00:01Z', 168, ['error']],
  ['older than a limit under a day', '2026-11-20T02:00:00Z', 1, ['error']],
  ['a little in the future', '2026-11-19T23:00:00Z', 168, []],
  ['far in the future', '2026-11-01T00:00:00Z', 168, ['error']],
])('judges a database that is %s', (_name, now, limit, severities) => {
  const found = checkAge(DATABASE, new Date(now), limit);
  expect(found.map((d) => d.severity)).toEqual(severities);
  expect(found.every((d) => d.code === 'scan/stale-database')).toBe(true);
});

test('says the age and the literal setting that accepts it', () => {
  const [found] = checkAge(DATABASE, new Date('2026-12-20T00:30:00Z'), 168);
  expect(found?.message).toBe(
    `the vulnerability database ${REF} is of 2026-11-20T00:00:00Z, 30 days old; at most 168 hours are allowed`,
  );
  expect(found?.hint).toContain('scan: {maxDatabaseAge: 721}');
});

test('does not trust a time that cannot be read', () => {
  const found = checkAge({ ...DATABASE, updatedAt: 'yesterday' }, new Date(), 168);
  expect(found).toMatchObject([{ severity: 'error' }]);
});
