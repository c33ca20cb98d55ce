import { access, link, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeText } from '../src/commands/write-reports.ts';
import { writeLock } from '../src/lock/file.ts';
import { openWorkspace, outputFolder, outputOf, projectOf, readOutput } from '../src/output.ts';
import { placeOf } from '../src/platforms/places.ts';

test.each([[undefined], ['api']])('the output folder of %s leads back to its project', (image) => {
  const output = outputOf('/work/shop', image);
  const project = { folder: '/work/shop', ...(image && { image }) };
  expect(projectOf(output)).toEqual(project);
  expect(projectOf(join(output, placeOf('linux/arm64')))).toEqual(project);
});

test('no other folder is one', () => {
  for (const folder of [
    '/work/shop',
    '/work/images/api',
    '/work/.harden/image',
    '/work/platforms/a',
    '/',
  ]) {
    expect(projectOf(folder)).toBeUndefined();
  }
});

/** A project in a folder that has a file and a folder of somebody else. */
async function project() {
  const around = await mkdtemp(join(tmpdir(), 'harden-output-'));
  onTestFinished(() => rm(around, { recursive: true, force: true }));
  await mkdir(join(around, 'project', 'inner'), { recursive: true });
  await mkdir(join(around, 'theirs'));
  await writeFile(join(around, 'theirs', 'file'), 'theirs');
  const theirs = async () => {
    expect(await readFile(join(around, 'theirs', 'file'), 'utf8')).toBe('theirs');
  };
  return { folder: join(around, 'project'), around, theirs };
}

test.each([
  ['.harden', '../theirs'],
  ['.harden', '../nowhere'],
  ['.harden/images', '../../theirs'],
  ['.harden/images/api', '../../../theirs'],
])('%s as a link to %s is refused, and nothing is written', async (path, target) => {
  const { folder, around } = await project();
  await mkdir(join(folder, path, '..'), { recursive: true });
  await symlink(target, join(folder, path));
  await expect(openWorkspace(folder, 'api')).rejects.toMatchObject({
    diagnostics: [{ code: 'cli/output-exists', message: expect.stringContaining(path) }],
  });
  await expect(access(join(around, 'nowhere'))).rejects.toThrow('ENOENT');
});

test('an output folder elsewhere in the project is used', async () => {
  const { folder } = await project();
  await symlink('inner', join(folder, '.harden'));
  await outputFolder(folder);
  expect(await readFile(join(folder, 'inner', '.gitignore'), 'utf8')).toBe('*\n');
});

test.each([['a link', symlink] as const, ['another name', link] as const])(
  'a .gitignore that is %s for a file of somebody else takes nothing of it',
  async (_what, make) => {
    const { folder, around, theirs } = await project();
    await mkdir(join(folder, '.harden'));
    await make(join(around, 'theirs', 'file'), join(folder, '.harden', '.gitignore'));
    await outputFolder(folder);
    await theirs();
    expect(await readFile(join(folder, '.harden', '.gitignore'), 'utf8')).toBe('*\n');
  },
);

test('a lock is written through no link beside it', async () => {
  const { folder, theirs } = await project();
  await symlink('../theirs/file', join(folder, `hardening.lock.${process.pid}`));
  await writeLock(folder, {
    platform: 'linux/amd64',
    preset: { name: 'go', digest: `sha256:${'0'.repeat(64)}` },
    ...{ images: [], databases: [], debian: [], apk: [] },
  });
  await theirs();
});

test.each(['link', 'folder/file'])(
  'a report is not written to %s, out of the project',
  async (path) => {
    const { folder, around, theirs } = await project();
    await symlink('../theirs/file', join(folder, 'link'));
    await symlink('../theirs', join(folder, 'folder'));
    expect(await writeText(path, 'x', folder)).toMatchObject({
      code: 'report/cannot-write',
      hint: expect.stringContaining(join('theirs', 'file')),
    });
    await theirs();
    // A link that is no part of the project is the user's own.
    await symlink('theirs/file', join(around, 'own'));
    expect(await writeText('../own', 'x', folder)).toBeUndefined();
    expect(await readFile(join(around, 'theirs', 'file'), 'utf8')).toBe('x');
  },
);

test('what an earlier run left is not read through a link out of the project', async () => {
  const { folder } = await project();
  await mkdir(join(folder, '.harden'));
  await symlink('../../theirs/file', join(folder, '.harden', 'stamp.json'));
  await writeFile(join(folder, '.harden', 'report.json'), '{}');
  expect(await readOutput(outputOf(folder), 'stamp.json')).toBeUndefined();
  expect(await readOutput(outputOf(folder), 'report.json')).toBe('{}');
});
