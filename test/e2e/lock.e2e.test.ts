import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { UpdateReport } from '../../src/update/types.ts';
import { harden } from '../program.ts';
import { copyExample } from './copy.ts';
import { countingRegistry, labImages, tagLookups } from './counting-registry.ts';
import { buildReport } from './json.ts';

const BASE = 'distroless/base-debian13:nonroot';
const OTHER = 'distroless/cc-debian13:nonroot';
const images = await labImages();

/** go-api on a distroless base that comes from a registry by its tag. */
async function onDistroless(): Promise<string> {
  const folder = await copyExample('go-api');
  const file = join(folder, 'hardening.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('base: debian', 'base: {distroless: base-debian13}'));
  return folder;
}

test.skipIf(!images.includes(OTHER))(
  'a locked build asks for no tag, and a tag that moved changes nothing until update',
  async () => {
    const folder = await onDistroless();
    const registry = await countingRegistry();
    const env = { HARDEN_REGISTRY_MIRRORS: registry.mirrors };
    const lock = () => readFile(join(folder, 'hardening.lock'), 'utf8');
    const frozen = async () =>
      (await buildReport(folder, { env, args: ['--frozen'] })).image.digest;

    expect(await harden(['lock', folder], { env })).toMatchObject({ code: 0 });
    expect(tagLookups(registry.asked)).toContain(`/v2/${BASE.replace(':', '/manifests/')}`);
    expect(await harden(['lock', '--check', folder], { env })).toMatchObject({ code: 0 });
    const locked = await lock();

    const first = await frozen();
    registry.asked.length = 0;
    expect(await frozen()).toBe(first);
    expect(registry.asked).toEqual([]);

    registry.move(BASE, OTHER);
    expect(await frozen()).toBe(first);
    expect(tagLookups(registry.asked)).toEqual([]);
    expect((await buildReport(folder, { env })).image.digest).toBe(first);
    // The databases of scanners are as new as can be, unless a build is frozen.
    expect(tagLookups(registry.asked).toSorted()).toEqual([
      '/v2/aquasecurity/trivy-db/manifests/2',
      '/v2/databases/manifests/v6',
    ]);
    expect(await lock()).toBe(locked);

    const dry = await harden(['update', '--dry-run', '--json', folder], { env });
    expect({ code: dry.code, stderr: dry.stderr }).toMatchObject({ code: 0 });
    expect(await lock()).toBe(locked);
    const shown = await harden(['update', folder], { env });
    expect(shown.code).toBe(0);
    const report: UpdateReport = JSON.parse(dry.stdout);
    expect(report.images.map(({ use }) => use)).toEqual(['base']);
    expect(report.base?.packages.added.map(({ name }) => name)).toContain('libstdc++6');
    expect(report.base?.packages.removed).toEqual([]);
    expect(shown.stderr).toMatch(/base +libstdc\+\+6 \S+ comes/);
    expect(await lock()).not.toBe(locked);

    const updated = await frozen();
    expect(updated).not.toBe(first);
    const again = await harden(['update', folder], { env });
    expect(again.stderr).toContain('Nothing changed');
  },
);

test('a build without a lock says so and offers to write one; a frozen one refuses', async () => {
  const folder = await copyExample('go-api');
  const open = await harden(['build', folder]);
  expect(open.code).toBe(0);
  expect(open.stderr).toContain('harden lock');
  const frozen = await harden(['build', folder, '--frozen']);
  expect(frozen).toMatchObject({ code: 7, stdout: '' });
  expect(frozen.stderr).toContain('lock/missing');
});
