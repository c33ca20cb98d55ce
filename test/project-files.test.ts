import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readLock } from '../src/lock/file.ts';
import { findTargets } from '../src/many/targets.ts';
import { findPreset } from '../src/preset/find.ts';
import { projectFiles, readOwn } from '../src/project-files.ts';
import { readManifests } from '../src/project-manifests.ts';
import { readSpec } from '../src/spec/read.ts';

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
    const folder = await project({ ...links, device: '/dev/zero' });
    const files = projectFiles(folder);
    expect(files.has(path)).toBe(false);
    expect(files.read(path)).toBeUndefined();
    expect(await readOwn(folder, path)).toBeUndefined();
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

test('a spec that is a link out of its folder is refused, and not read', async () => {
  const read = await readSpec(await project({ 'hardening.yaml': '../token' }));
  expect(read).toMatchObject({
    ok: false,
    diagnostics: [{ code: 'spec/unreadable', message: expect.stringContaining('leads out') }],
  });
  expect(JSON.stringify(read)).not.toContain('hunter2');
});

test('lists of packages are read by no link out of the project', async () => {
  const folder = await project({ 'go.mod': '../token', 'package.json': 'inner/file' });
  expect(await readManifests(folder)).toEqual([{ path: 'package.json', text: 'own' }]);
});

test.each(['../token', './link', './folder/token'])('no preset is read at %s', async (place) => {
  const folder = await project({ link: '../token', folder: '..' });
  const found = await findPreset(place, folder);
  expect(found).toMatchObject({ ok: false, diagnostics: [{ code: 'preset/not-found' }] });
  expect(JSON.stringify(found)).toContain('lies outside of the project');
  expect(JSON.stringify(found)).not.toContain('hunter2');
  await mkdir(join(folder, '..', '.git'));
  expect(await findPreset(place, folder)).toMatchObject({
    diagnostics: [{ code: 'preset/invalid' }],
  });
});

test('a preset.yaml beside the project is read where it is named, and not through a link', async () => {
  const folder = await project({ 'preset.yaml': '../preset.yaml' });
  await writeFile(join(folder, '..', 'preset.yaml'), 'hunter2');
  const codeOf = async (place: string) => {
    const found = await findPreset(place, folder);
    return found.ok ? 'read' : found.diagnostics[0]?.code;
  };
  expect(await codeOf('../preset.yaml')).toBe('preset/invalid');
  expect(await codeOf('./preset.yaml')).toBe('preset/not-found');
});

test('a workspace has no folder behind a link out of it', async () => {
  const folder = await project({ out: '..', one: '../other' });
  await mkdir(join(folder, '..', 'other'));
  await writeFile(join(folder, '..', 'other', 'hardening.yaml'), 'hunter2');
  await writeFile(join(folder, 'hardening.yaml'), 'version: 1\nworkspace: ["out/*", one]\n');
  const found = await findTargets([folder]);
  expect(found.map(({ read }) => read)).toMatchObject([
    { ok: false, diagnostics: [{ code: 'spec/missing-file' }] },
    { ok: false, diagnostics: [{ code: 'spec/missing-file' }] },
  ]);
  expect(JSON.stringify(found)).not.toContain('hunter2');
});
