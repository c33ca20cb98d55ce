import {
  chmod,
  link,
  mkdir,
  readFile,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { answerUnchanged } from '../../src/unchanged/answer.ts';
import { keepingTimes, type TestProject, testProject } from './project.ts';

const windows = process.platform === 'win32';

test('what is unchanged has the report of the last build, taken again', async () => {
  const project = await testProject();
  expect(await project.answer()).toBe('none');
  const report = await project.build();
  const answered = await answerUnchanged(await project.asking());
  const unchanged = { since: report.times?.finished };
  expect(answered?.report).toEqual({ ...report, spec: project.path('hardening.yaml'), unchanged });
  expect(await project.answer()).toBe('unchanged');
});

type Change = (project: TestProject) => Promise<unknown>;

const NOTHING: Record<string, Change> = {
  'a file is touched': ({ path }) => utimes(path('main.go'), new Date(), new Date()),
  'a file is written anew with the same bytes': async ({ path, write }) =>
    write('main.go', await readFile(path('main.go'), 'utf8')),
  'an ignored file changes': ({ write }) => write('notes/todo.txt', 'two\n'),
  'a test that is left out changes': ({ write }) => write('main_test.go', 'package main\n'),
  'a report is written beside': ({ write }) => write('.harden/report.html', '<html>'),
};

test.each(Object.entries(NOTHING))('it stays when %s', async (_what, change) => {
  const project = await testProject();
  await project.build();
  await change(project);
  expect(await project.answer()).toBe('unchanged');
  // The second time nothing is read any more, and the answer is the same.
  expect(await project.answer()).toBe('unchanged');
});

const SOURCES: Record<string, [Change, string]> = {
  'a file is edited': [({ write }) => write('main.go', 'package main\n'), 'main.go'],
  'a file of the same size has its old times': [
    ({ path, write }) => keepingTimes(path('data/a.txt'), () => write('data/a.txt', 'b\n')),
    'data/a.txt',
  ],
  'a file takes the place of another, with its times': [
    ({ path, write }) =>
      keepingTimes(path('data/a.txt'), async () => {
        await write('notes/b.txt', 'b\n');
        await rename(path('notes/b.txt'), path('data/a.txt'));
      }),
    'data/a.txt',
  ],
  'a file is renamed': [({ path }) => rename(path('main.go'), path('prog.go')), 'main.go'],
  'a file is added': [({ write }) => write('more.go', 'package main\n'), 'more.go'],
  'a file is removed': [({ path }) => rm(path('data/a.txt')), 'data'],
  'a link is another one': [
    async ({ path }) => {
      await rm(path('link'));
      await symlink('main.go', path('link'));
    },
    'link',
  ],
  'a link becomes the file that it led to': [
    async ({ path }) => {
      await rm(path('link'));
      await link(path('go.mod'), path('link'));
    },
    'link',
  ],
  'a file may be run': [({ path }) => chmod(path('main.go'), 0o755), 'main.go'],
  'a submodule is at another commit': [
    ({ write }) => write('vendor/lib/lib.go', 'package lib // 2\n'),
    'vendor/lib/lib.go',
  ],
};

test.each(Object.entries(SOURCES))('it does not hold when %s', async (_what, [change, about]) => {
  if (windows && about === 'main.go') return;
  const project = await testProject({
    'vendor/lib/.git': 'gitdir: ../../.git/modules/lib\n',
    'vendor/lib/lib.go': 'package lib // 1\n',
  });
  await symlink('go.mod', project.path('link'));
  await project.build();
  expect(await project.answer()).toBe('unchanged');
  await change(project);
  expect(await project.answer()).toMatch(new RegExp(`^sources: ${about}`));
});

const OTHERS: Record<string, [Change, RegExp]> = {
  'the spec asks for another policy': [
    async ({ path, write }) =>
      write(
        'hardening.yaml',
        `${await readFile(path('hardening.yaml'), 'utf8')}policy: {size: 50MB}\n`,
      ),
    /^plan$/,
  ],
  'the lock is written': [({ write }) => write('hardening.lock', '{}'), /^lock: hardening.lock$/],
  'the ignore file lets more through': [({ write }) => write('.dockerignore', '\n'), /^plan$/],
  'a blob of the image is damaged': [
    async ({ output }) => writeFile(await blobIn(output), 'x'),
    /^output: image\/blobs/,
  ],
  'a blob of the image is gone': [async ({ output }) => rm(await blobIn(output)), /^output/],
  'a blob is put into the image': [
    ({ write }) => write('.harden/image/blobs/sha256/other', 'x'),
    /^output: image\/blobs\/sha256\/other$/,
  ],
  'the image is gone': [
    ({ output }) => rm(join(output, 'image'), { recursive: true }),
    /^output: image$/,
  ],
  'a document is gone': [({ output }) => rm(join(output, 'scan.json')), /^output: scan.json$/],
  'a document is edited': [({ write }) => write('.harden/scan.json', '[]'), /^output: scan.json$/],
  'the report is gone': [({ output }) => rm(join(output, 'report.json')), /^report$/],
  'the report is edited': [
    async ({ output, write }) => {
      const text = await readFile(join(output, 'report.json'), 'utf8');
      await write('.harden/report.json', text.replace('"pass": true', '"pass": false'));
    },
    /^report$/,
  ],
  'the stamp is cut off': [
    async ({ output, write }) => {
      const text = await readFile(join(output, 'stamp.json'), 'utf8');
      await write('.harden/stamp.json', text.slice(0, text.length / 2));
    },
    /^stamp$/,
  ],
  'the stamp is of a newer harden': [
    async (project) => editStamp(project, (stamp) => ({ ...stamp, schema: 2 })),
    /^newer: schema 2$/,
  ],
  'the stamp is edited': [
    async (project) => editStamp(project, (stamp) => ({ ...stamp, report: 'x' })),
    /^foreign$/,
  ],
  'the key of the machine is another one': [
    ({ folder }) => rm(join(folder, '..', 'cache'), { recursive: true }),
    /^foreign$/,
  ],
};

test.each(Object.entries(OTHERS))('it does not hold when %s', async (_what, [change, reason]) => {
  const project = await testProject();
  await project.build();
  expect(await project.answer()).toBe('unchanged');
  await change(project);
  expect(await project.answer()).toMatch(reason);
});

test('a folder that was moved is another one, and so is that of somebody else', async () => {
  const project = await testProject();
  await project.build();
  const place = join(project.folder, '..', 'elsewhere', 'shop');
  await mkdir(dirname(place));
  await rename(project.folder, place);
  await symlink(place, project.folder, 'junction');
  expect(await project.answer()).toBe('moved');
  const other = await testProject();
  await rm(other.folder, { recursive: true });
  await rename(place, other.folder);
  expect(await other.answer()).toBe('foreign');
});

async function blobIn(output: string): Promise<string> {
  const index = JSON.parse(await readFile(join(output, 'image', 'index.json'), 'utf8'));
  return join(output, 'image', 'blobs', ...index.manifests[0].digest.split(':'));
}

async function editStamp(
  { output, write }: TestProject,
  edit: (stamp: object) => object,
): Promise<void> {
  const text = await readFile(join(output, 'stamp.json'), 'utf8');
  await write('.harden/stamp.json', JSON.stringify(edit(JSON.parse(text))));
}
