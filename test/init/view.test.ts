import { mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { init } from '../../src/init.ts';
import { projectFiles } from '../../src/project-files.ts';
import { projectView } from '../../src/project-view.ts';
import { folderWith } from './files.ts';

const GO_MOD = 'module example.com/app\n\ngo 1.24\n';
const MAIN = 'package main\n\nfunc main() {}\n';

test('the listing leaves out what tools fill, and shallow files come first', async () => {
  const folder = await folderWith([
    ['cmd/api/main.go', MAIN],
    ['go.mod', GO_MOD],
    ['node_modules/x/package.json', '{}'],
    ['.git/config', ''],
    ['vendor/y/go.mod', GO_MOD],
    ['target/z/Cargo.toml', ''],
    ['a b/ä.txt', ''],
  ]);
  expect(projectView(folder).paths).toEqual(['go.mod', 'a b/ä.txt', 'cmd/api/main.go']);
});

test('links are not followed: neither circles nor files of others', async () => {
  const folder = await folderWith([['go.mod', GO_MOD]]);
  symlinkSync('.', join(folder, 'circle'));
  symlinkSync('/etc', join(folder, 'etc'));
  symlinkSync('/etc/passwd', join(folder, 'main.go'));
  expect(projectView(folder).paths).toEqual(['go.mod']);
});

test('thousands of files and deep folders come to an end, and it is said', async () => {
  const files = Array.from({ length: 5100 }, (_, n): [string, string] => [`f/${n}.txt`, '']);
  const view = projectView(await folderWith([['go.mod', GO_MOD], ...files]));
  expect(view).toMatchObject({ truncated: true });
  expect(view.paths).toHaveLength(5000);
  expect(view.paths[0]).toBe('go.mod');
  const deep = await folderWith([[`${'d/'.repeat(40)}main.go`, MAIN]]);
  expect(projectView(deep)).toMatchObject({ truncated: true, paths: [] });
});

test('binary, huge and odd files are as good as absent', async () => {
  const folder = await folderWith([
    ['binary.go', Buffer.from([0x70, 0x00, 0xff, 0xfe])],
    ['huge.go', `${MAIN}//${'x'.repeat(2 * 1024 * 1024)}`],
    ['marked.go', `\uFEFF${MAIN}`],
    ['latin1.py', Buffer.from([0x61, 0xe4, 0x0a])],
  ]);
  mkdirSync(join(folder, 'folder.go'));
  const server = createServer();
  await new Promise<void>((listens) => server.listen(join(folder, 'pipe.go'), listens));
  onTestFinished(() => void server.close());
  const view = projectView(folder);
  expect(view.read('binary.go')).toBeUndefined();
  expect(view.read('huge.go')).toBeUndefined();
  expect(view.read('folder.go')).toBeUndefined();
  expect(view.read('pipe.go')).toBeUndefined();
  expect(view.read('marked.go')).toBe(MAIN);
  expect(view.read('latin1.py')).toContain('a');
  expect(view.paths).not.toContain('pipe.go');
});

test.runIf(process.platform === 'linux')('a file that cannot be read is as good as absent', () => {
  expect(projectFiles('/proc/self').has('mem')).toBe(true);
  expect(projectFiles('/proc/self').read('mem')).toBeUndefined();
  expect(projectFiles('/proc/self/mem').has('x')).toBe(false);
});

test('a project whose files are all odd ends with a reason, not with a crash', async () => {
  const folder = await folderWith([
    ['go.mod', Buffer.alloc(4096)],
    ['requirements.txt', Buffer.from([0xff, 0xfe, 0x00, 0x61])],
    ['package.json', '[1, 2'],
    ['pyproject.toml', '\n\n[project.scripts]\n'],
    ['Cargo.toml', '[[bin]]\nname = 3\n[package'],
    ['Dockerfile', 'RUN \\\n\\\n<<EOF <<A\n'],
    ['Procfile', ': : :\nweb:\nweb: "'],
  ]);
  const schema = 'schema.json';
  await expect(init({ folder, schema })).rejects.toThrow('init/');
  await expect(init({ folder, schema, dockerfile: true })).rejects.toThrow('init/');
});

test('lines that programs wrote are passed over, however long they are', async () => {
  const lines = `${'.listen(PORT '.repeat(70_000)}\n${'a:\n'.repeat(30_000)}`;
  const folder = await folderWith([
    ['package.json', '{"scripts": {"start": "node index.js"}}'],
    ['go.mod', GO_MOD],
    ['main.go', `${MAIN}// ${lines}`],
    ['main.py', lines],
    ['requirements.txt', lines],
    ['index.js', lines],
  ]);
  expect((await init({ folder, schema: 's' })).projects).toHaveLength(1);
});
