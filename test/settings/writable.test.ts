import { expect, test } from 'vitest';
import type { ImageFile } from '../../src/inspect/types.ts';
import { writableFolders } from '../../src/settings/writable.ts';
import { collectContents, filesOf } from './files.ts';

const USER = { uid: 65532, gid: 65532 };
const origin = { file: 'hardening.yaml', line: 5, column: 22, length: 5 };

const FILES = filesOf(
  { path: 'app', type: 'directory' },
  { path: 'app/data', type: 'directory' },
  { path: 'app/data/in', type: 'directory' },
  { path: 'app/data/seed.db', type: 'file' },
  { path: 'home', type: 'directory' },
  { path: 'home/nonroot', type: 'directory', mode: 0o700, uid: 65532, gid: 65532 },
  { path: 'run', type: 'directory' },
  { path: 'srv', type: 'directory', mode: 0o1777 },
  { path: 'var', type: 'directory' },
  { path: 'var/run', type: 'symlink', target: '/run' },
);

const made = (paths: string[], files: ReadonlyMap<string, ImageFile> = FILES) =>
  collectContents(
    writableFolders(
      paths.map((path) => ({ path, origin })),
      files,
      USER,
    ),
    files,
  );

test.each([
  [
    'one that is missing, and those above it',
    ['/data/a/b/'],
    ['data 755 0', 'data/a 755 0', 'data/a/b 755 65532'],
  ],
  [
    'one that an artifact brought, and the folders in it',
    ['/app/data'],
    ['app/data 755 65532', 'app/data/in 755 65532'],
  ],
  ['one behind a link of the base', ['/var/run/app'], ['run/app 755 65532']],
  ['a link itself', ['/var/run'], ['run 755 65532']],
  ['the folder that is everyone’s', ['/tmp', '/var/tmp'], ['tmp 1777 0', 'var/tmp 1777 0']],
  ['one that is writable', ['/home/nonroot', '/srv'], []],
  ['one that is mounted', ['/dev/shm'], []],
  ['two, one in the other', ['/data', '/data/a'], ['data 755 65532', 'data/a 755 65532']],
  ['two, the inner one first', ['/data/a', '/data'], ['data 755 65532', 'data/a 755 65532']],
])('%s', async (_what, paths, expected) => {
  expect(await made(paths)).toEqual(expected);
});

test.each([
  [
    '/app/data/seed.db',
    '/app/data/seed.db cannot be a folder: /app/data/seed.db is a file of the image',
  ],
  [
    '/app/data/seed.db/x',
    '/app/data/seed.db/x cannot be a folder: /app/data/seed.db is a file of the image',
  ],
])('%s is a mistake at its line', async (path, message) => {
  await expect(async () => made([path])).rejects.toMatchObject({
    diagnostics: [{ code: 'runtime/not-a-folder', message, span: origin }],
  });
});
