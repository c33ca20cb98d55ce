import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readLock } from '../src/lock/file.ts';
import { projectFiles } from '../src/project-files.ts';

/** A project beside a file that is nobody's business, and links of its own. */
async function project(links: Record<string, string>): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'harden-files-'));
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
  const folder = join(parent, 'project');
  await mkdir(join(folder, 'inner'), { recursive: true });
  await writeFile(join(parent, 'token'), 'hunter2');
  await writeFile(join(folder, 'inner', 'file'), 'own');
  for (const [name, target] of Object.entries(links)) await symlink(target, join(folder, name));
  return folder;
}

test.each(['../token', 'link', 'chain', 'folder/token', 'nowhere', 'loop', 'device', 'inner'])(
  '%s is as good as absent',
  async (path) => {
    const links = { link: '../token', chain: 'link', folder: '..', nowhere: 'none', loop: 'loop' };
    const files = projectFiles(await project({ ...links, device: '/dev/zero' }));
    expect(files.has(path)).toBe(false);
    expect(files.read(path)).toBeUndefined();
  },
);

test('a file of the project is read, by whatever way within it', async () => {
  const files = projectFiles(await project({ link: 'inner/file', folder: 'inner' }));
  for (const path of ['inner/file', 'link', 'folder/file', './inner/../link']) {
    expect(files.read(path)).toBe('own');
  }
});

test.each([
  ['../token', 'it leads out of the project'],
  ['/dev/zero', 'no regular file'],
])('a lock that is a link to %s is refused, and not read', async (target, why) => {
  const read = await readLock(await project({ 'hardening.lock': target }));
  expect(read).toMatchObject({
    ok: false,
    diagnostics: [{ code: 'lock/invalid', message: expect.stringContaining(why) }],
  });
  expect(JSON.stringify(read)).not.toContain('hunter2');
});
