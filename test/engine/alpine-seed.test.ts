import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { alpineLayer, alpineSeeds } from '../../src/engine/alpine-seed.ts';
import { failureOf } from '../debian/failure.ts';
import { makeTar } from '../debian/make-deb.ts';
import { folder } from '../oci/contents.ts';

async function archiveOf(release: string, arch?: string) {
  const dir = await folder();
  const file = join(dir, 'alpine-minirootfs.tar.gz');
  const tar = await makeTar([
    { name: './etc/alpine-release', body: `${release}\n` },
    ...(arch ? [{ name: './etc/apk/arch', body: `${arch}\n` }] : []),
  ]);
  await writeFile(file, gzipSync(tar));
  return { dir, file, tar };
}

test('nothing is asked without the variable', async () => {
  expect(await alpineSeeds('/nowhere', {})).toEqual([]);
});

test('the tags are those of the root itself', async () => {
  const { dir, file } = await archiveOf('3.20.3');
  const seeds = await alpineSeeds(dir, { HARDEN_LAB_ALPINE: file });
  expect(seeds.map(({ name, upstream }) => [name, upstream])).toEqual([
    ['image-alpine-3.20', 'docker.io/library/alpine:3.20'],
    ['image-alpine-3.20.3', 'docker.io/library/alpine:3.20.3'],
  ]);
  expect(seeds[0]?.config).toEqual({
    Cmd: ['/bin/sh'],
    Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    Labels: {
      'dev.harden.stand-in': 'true',
      'org.opencontainers.image.description': expect.stringContaining("Alpine's own"),
      'org.opencontainers.image.version': '3.20.3',
    },
  });
});

test("the layer is the archive's own bytes", async () => {
  const { dir, file, tar } = await archiveOf('3.20.3');
  const [seed] = await alpineSeeds(dir, { HARDEN_LAB_ALPINE: file });
  if (seed?.source.kind !== 'alpine') throw new Error('no seed');
  const layer = await alpineLayer(seed.source, join(dir, 'blobs'));
  expect(await readFile(layer.file)).toEqual(await readFile(file));
  expect(layer).toMatchObject({ digest: sha256(await readFile(file)), diffId: sha256(tar) });
});

test('another archive makes another step, also under the same name', async () => {
  const { dir, file } = await archiveOf('3.20.3');
  const env = { HARDEN_LAB_ALPINE: file };
  const before = await alpineSeeds(dir, env);
  const tar = await makeTar([
    { name: './etc/alpine-release', body: '3.20.3' },
    { name: './etc/more', body: '' },
  ]);
  await writeFile(file, gzipSync(tar));
  expect(await alpineSeeds(dir, env)).not.toEqual(before);
});

test('a file that is no root of Alpine is refused', async () => {
  const { dir, file } = await archiveOf('edge');
  const text = join(dir, 'text');
  await writeFile(text, 'no archive');
  const plain = join(dir, 'plain.tar');
  await writeFile(plain, (await archiveOf('3.20.3')).tar);
  for (const name of [file, text, plain, dir, join(dir, 'absent')]) {
    const [first] = await failureOf(alpineSeeds(dir, { HARDEN_LAB_ALPINE: name }));
    expect(first).toMatchObject({ code: 'cli/not-found' });
    expect(first?.message).toContain(`HARDEN_LAB_ALPINE names ${name}`);
  }
});

test("a root for another architecture than the machine's is refused", async () => {
  const mine = { x64: 'x86_64', arm64: 'aarch64' }[process.arch as 'x64' | 'arm64'];
  const good = await archiveOf('3.20.3', mine);
  expect(await alpineSeeds(good.dir, { HARDEN_LAB_ALPINE: good.file })).toHaveLength(2);
  const { dir, file } = await archiveOf('3.20.3', 'riscv64');
  const [first] = await failureOf(alpineSeeds(dir, { HARDEN_LAB_ALPINE: file }));
  expect(first?.code).toBe('cli/not-found');
  expect(first?.message).toContain(`Alpine for riscv64, expected ${mine}`);
});

function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
