import { execFileSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lockedPreset } from '../../src/lock/locked-preset.ts';
import { packageVersion } from '../../src/package-root.ts';
import type { BuildPlan } from '../../src/plan/types.ts';
import { filesDigest, recordProject } from '../../src/project-record.ts';
import { rebuildNotes } from '../../src/rebuild/notes.ts';
import type { Recorded } from '../../src/rebuild/recorded.ts';
import { folder } from '../oci/contents.ts';

const preset = { name: 'go', text: 'version: 1' };
const plan = { version: 1, name: 'shop', platform: 'linux/amd64' } as unknown as BuildPlan;

async function project() {
  const dir = await folder();
  await writeFile(join(dir, 'main.go'), 'package main');
  await writeFile(join(dir, 'Änderung'), 'ß');
  const recorded: Recorded = {
    ...{ platform: 'linux/amd64', spec: { version: 1, name: 'shop' } },
    ...{ preset: lockedPreset(preset), harden: packageVersion() },
    ...{ inputs: { images: [], debian: [], apk: [] }, finished: '2026-01-02T03:05:05Z' },
    files: filesDigest(await recordProject(dir)) ?? '',
  };
  const notes = (change: Partial<Recorded> = {}, of: Partial<BuildPlan> = {}) =>
    rebuildNotes({ plan: { ...plan, ...of }, preset, folder: dir }, { ...recorded, ...change }, {});
  return { dir, recorded, notes };
}

it('nothing is said of what is as it was recorded', async () => {
  const { dir, notes } = await project();
  expect(await notes()).toEqual([]);
  await writeFile(join(dir, 'hardening.lock'), 'written after the build');
  expect(await notes()).toEqual([]);
});

it('the digest of the files is what others get for them', async () => {
  const { dir, recorded } = await project();
  const listed = `find . -type f | cut -c3- | LC_ALL=C sort | tr '\\n' '\\0' | xargs -0 sha256sum | sha256sum`;
  const found = execFileSync('sh', ['-c', listed], { cwd: dir, encoding: 'utf8' });
  expect(found.split(' ')[0]).toBe(recorded.files);
});

it('other files are told, and from which commit they were', async () => {
  const { dir, notes } = await project();
  await writeFile(join(dir, 'main.go'), 'package other');
  const source = { commit: 'f00d', path: '' };
  expect(await notes()).toEqual(['the sources given are not those that were recorded']);
  expect(await notes({ source })).toEqual([
    'the sources given are not those that were recorded, which are those of commit f00d',
  ]);
  await rm(join(dir, 'main.go'));
  expect(await notes()).toHaveLength(1);
});

it('where no files are recorded the commit has to do', async () => {
  const { notes, recorded } = await project();
  const { files: _, ...rest } = recorded;
  const source = { commit: 'f00d', path: '' };
  const bare = { ...rest, files: '' };
  expect(await notes({ ...bare, source })).toEqual([
    'the sources given are a folder that is in no commit as it is, recorded is commit f00d',
  ]);
  expect(await notes(bare)).toEqual(['nothing is recorded of the sources, so they may be others']);
});

it('another harden, preset or plan is told', async () => {
  const { notes } = await project();
  expect(await notes({ harden: '0.0.9' })).toEqual([
    `it was built by harden 0.0.9, this is ${packageVersion()}`,
  ]);
  expect(await notes({ preset: { name: 'go', digest: 'sha256:0' } })).toEqual([
    'the preset go is not the one that was recorded, go',
  ]);
  expect(await notes({}, { name: 'store' })).toEqual([
    'the spec gives another plan than was recorded: it differs at name',
  ]);
});
