import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { readSpec } from '../../src/spec/read.ts';

const GOOD = 'version: 1\nlanguage: go\nentrypoint: [/app/server]\n';
let folder: string;
let previous: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-read-'));
  previous = process.cwd();
  process.chdir(folder);
});

afterAll(async () => {
  process.chdir(previous);
  await rm(folder, { recursive: true, force: true });
});

async function place(name: string, content: string | Uint8Array) {
  await mkdir(name, { recursive: true });
  await writeFile(join(name, 'hardening.yaml'), content);
}

function utf16(text: string, bigEndian: boolean, mark: boolean): Uint8Array {
  const little = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');
  return bigEndian ? little.swap16() : little;
}

async function shown(path: string): Promise<string> {
  const read = await readSpec(path);
  if (read.ok) throw new Error('the spec was taken');
  return renderDiagnostics(read.diagnostics, read.sources, { color: false, width: 80 });
}

const golden = (name: string) => join(import.meta.dirname, 'unreadable', `${name}.txt`);

const BAD: [name: string, path: string, prepare: () => Promise<unknown>][] = [
  ['missing-file', 'nowhere/hardening.yaml', async () => undefined],
  ['missing-folder', 'nowhere', async () => undefined],
  ['folder-without-spec', 'bare', () => mkdir('bare')],
  ['spec-is-a-folder', 'odd', () => mkdir('odd/hardening.yaml', { recursive: true })],
  ['below-a-file', 'good/hardening.yaml/x', () => place('good', GOOD)],
  ['device', '/dev/null', async () => undefined],
  ['utf-16-le', 'le', () => place('le', utf16(GOOD, false, true))],
  ['utf-16-be', 'be', () => place('be', utf16(GOOD, true, true))],
  ['utf-16-without-mark', 'bare16', () => place('bare16', utf16(GOOD, false, false))],
  ['latin-1', 'latin', () => place('latin', Buffer.from(`${GOOD}name: caf\u00e9\n`, 'latin1'))],
  ['binary', 'binary', () => place('binary', Uint8Array.from([127, 69, 76, 70, 2, 200, 1, 255]))],
  ['unreadable', 'loop', () => symlink('loop', 'loop')],
  ['huge', 'huge', () => place('huge', `${GOOD}# ${'x'.repeat(300_000)}\n`)],
  ['error-inside', 'inside', () => place('inside', `${GOOD}bse: debian\n`)],
];

test.each(BAD)('%s', async (name, path, prepare) => {
  await prepare();
  await expect(await shown(path)).toMatchFileSnapshot(golden(name));
});

test('a byte order mark is no part of the text', async () => {
  await place('mark', `\ufeff${GOOD}`);
  const read = await readSpec('mark');
  expect(read.ok && read.value.text).toBe(GOOD);
});

test('a folder and its file give the same, with line ends of any kind', async () => {
  await place('crlf', GOOD.replaceAll('\n', '\r\n'));
  const byFolder = await readSpec('crlf');
  const byFile = await readSpec('crlf/hardening.yaml');
  expect(byFolder).toEqual(byFile);
  expect(byFolder.ok && byFolder.value).toMatchObject({
    file: join('crlf', 'hardening.yaml'),
    folder: join(process.cwd(), 'crlf'),
    spec: { version: 1, language: 'go', entrypoint: ['/app/server'] },
  });
});

test('positions do not depend on the folder', async () => {
  await place('deep/er', GOOD);
  const read = await readSpec('deep/er');
  expect(read.ok && read.value.source.file).toBe('hardening.yaml');
});

const notOnWindows = process.platform !== 'win32';

test.runIf(notOnWindows)('a FIFO in the place of a spec is not opened', async () => {
  await mkdir('fifo');
  execFileSync('mkfifo', [join('fifo', 'hardening.yaml')]);
  expect(await shown('fifo')).toContain('hardening.yaml is no regular file, expected a file');
});
