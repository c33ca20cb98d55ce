import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { findImage } from '../src/find-image.ts';
import { readLayout } from '../src/oci/layout.ts';
import { writeLoadArchive } from '../src/oci/load-archive.ts';
import { MEDIA } from '../src/oci/spec.ts';
import type { Workspace } from '../src/output.ts';
import type { RegistryClient } from '../src/registry/client.ts';
import { folder } from './oci/contents.ts';
import { image } from './oci/image.ts';
import { type RawEntry, rawTar } from './oci/raw-tar.ts';

const LAYER = rawTar([{ name: 'hello', body: 'world' }]);
const hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const NO_REGISTRY = {
  resolve: () => Promise.reject(new Error('a registry was asked')),
} as unknown as RegistryClient;
let dir: string;

beforeEach(async () => {
  dir = await folder();
  vi.stubEnv('HARDEN_CACHE_DIR', join(dir, 'cache'));
});

function find(name: string, platform: 'linux/amd64' | 'linux/arm64' = 'linux/amd64') {
  const workspace = { path: (one: string) => join(dir, 'run', one) } as Workspace;
  return findImage({ image: name, cwd: dir, platform }, NO_REGISTRY, workspace);
}

async function fileOf(name: string, bytes: Uint8Array): Promise<string> {
  await writeFile(join(dir, name), bytes);
  return name;
}

function configOf(rest: object = {}): string {
  const rootfs = { type: 'layers', diff_ids: [`sha256:${hex(LAYER)}`] };
  return JSON.stringify({ os: 'linux', architecture: 'arm64', rootfs, ...rest });
}

/** As `docker save` wrote it for years; the second layer is a link to the first. */
function saved({ layers = ['a/layer.tar'], config = configOf() } = {}): RawEntry[] {
  const manifest = [{ Config: 'c.json', RepoTags: ['shop:1.4'], Layers: layers }];
  return [
    { name: 'a/', type: '5' },
    { name: 'a/VERSION', body: '1.0' },
    { name: 'a/layer.tar', body: LAYER },
    { name: 'b/layer.tar', type: '2', link: '../a/layer.tar' },
    { name: 'c.json', body: config },
    { name: 'manifest.json', body: JSON.stringify(manifest) },
    { name: 'repositories', body: '{}' },
  ];
}

describe('archives', () => {
  test('one that Docker saved is read, plain and in gzip, whatever platform it is for', async () => {
    for (const bytes of [rawTar(saved()), gzipSync(rawTar(saved()))]) {
      const { image: found, layout } = await find(await fileOf('shop.tar', bytes));
      expect(found).toMatchObject({ name: 'shop:1.4', platform: 'linux/arm64' });
      expect(found.layers).toMatchObject([{ uncompressed: LAYER.length, kind: 'base' }]);
      expect(layout.config.architecture).toBe('arm64');
    }
  });

  test('layers that are links to others are those', async () => {
    const diff = `sha256:${hex(LAYER)}`;
    const config = configOf({ rootfs: { type: 'layers', diff_ids: [diff, diff] } });
    const bytes = rawTar(saved({ layers: ['a/layer.tar', 'b/layer.tar'], config }));
    const { image: found } = await find(await fileOf('shop.tar', bytes));
    expect(found.layers.map(({ diffId }) => diffId)).toEqual([diff, diff]);
  });

  test('what harden exports for docker load is read back', async () => {
    const made = await image();
    await writeLoadArchive(await readLayout(made.layout), join(dir, 'x.tar'));
    expect((await find('x.tar')).image.digest).toBe(made.digest);
  });

  const BAD: [name: string, bytes: () => Buffer, code: string, message: RegExp][] = [
    ['a text', () => Buffer.from('hello\n'), 'oci/not-an-image', /is no tar of one/],
    ['an empty file', () => Buffer.alloc(0), 'oci/not-an-image', /neither index\.json/],
    [
      'a tar of files',
      () => rawTar([{ name: 'etc/passwd', body: 'x' }]),
      'oci/not-an-image',
      /nei/,
    ],
    ['a truncated one', () => rawTar(saved()).subarray(0, 2_500), 'oci/bad-archive', /ends in the/],
    [
      'one without a layer',
      () => rawTar(saved({ layers: ['z/layer.tar'] })),
      'oci/bad-archive',
      /lacks the layer z\/layer\.tar/,
    ],
    [
      'a layer that is not the one of the config',
      () => rawTar(saved({ config: configOf({ rootfs: { diff_ids: ['sha256:0'] } }) })),
      'oci/bad-archive',
      /unpacks to sha256/,
    ],
    [
      'an image for Windows',
      () => rawTar(saved({ config: configOf({ os: 'windows' }) })),
      'oci/unsupported-image',
      /is for windows\/arm64/,
    ],
  ];

  test.each(BAD)('refuses %s', async (_name, bytes, code, message) => {
    const failed = find(await fileOf('bad.tar', bytes()));
    await expect(failed).rejects.toMatchObject({ diagnostics: [{ code }] });
    await expect(failed).rejects.toThrow(message);
  });
});

describe('layouts', () => {
  /** A layout whose manifest has these values besides its own. */
  async function layoutWith(manifest: object, index?: (descriptor: object) => object) {
    const blobs = join(dir, 'layout', 'blobs', 'sha256');
    await mkdir(blobs, { recursive: true });
    const keep = async (bytes: Uint8Array, mediaType: string) => {
      await writeFile(join(blobs, hex(bytes)), bytes);
      return { mediaType, digest: `sha256:${hex(bytes)}`, size: bytes.length };
    };
    const document = (value: object, mediaType: string) =>
      keep(Buffer.from(JSON.stringify(value)), mediaType);
    const config = await keep(Buffer.from(configOf()), MEDIA.config);
    const layers = [await keep(LAYER, MEDIA.layer)];
    const whole = { schemaVersion: 2, config, layers, ...manifest };
    const descriptor = await document(whole, MEDIA.manifest);
    const inner = await document(index?.(descriptor) ?? { manifests: [descriptor] }, MEDIA.index);
    const top = { schemaVersion: 2, manifests: [inner] };
    await writeFile(join(dir, 'layout', 'index.json'), JSON.stringify(top));
    return 'layout';
  }

  test('of several platforms the one that is asked for is read, attestations are not', async () => {
    const platform = (architecture: string, os = 'linux') => ({ platform: { os, architecture } });
    const several = (one: object) => ({
      manifests: [
        { ...one, ...platform('arm64') },
        { ...one, digest: `sha256:${'0'.repeat(64)}`, ...platform('amd64') },
        { ...one, ...platform('unknown', 'unknown') },
      ],
    });
    const name = await layoutWith({}, several);
    expect((await find(name, 'linux/arm64')).image.platform).toBe('linux/arm64');
    await expect(find(name, 'linux/amd64')).rejects.toThrow(/the file is missing/);
  });

  const type = (mediaType: string) => ({ mediaType, digest: `sha256:${hex(LAYER)}`, size: 1 });
  const REFUSED: [name: string, manifest: object, code: string, message: RegExp][] = [
    ['schema 1', { schemaVersion: 1 }, 'oci/unsupported-image', /schema version 1/],
    ['a manifest without layers', { layers: undefined }, 'oci/not-an-image', /no layers/],
    ['a chart', { config: type('application/vnd.cncf.helm.config') }, 'oci/not-an-image', /helm/],
    [
      'encrypted layers',
      { layers: [type(`${MEDIA.layerGzip}+encrypted`)] },
      'oci/unsupported-image',
      /encrypted/,
    ],
    [
      'foreign layers',
      { layers: [type('application/vnd.docker.image.rootfs.foreign.diff.tar.gzip')] },
      'oci/unsupported-image',
      /elsewhere/,
    ],
  ];

  test.each(REFUSED)('refuses %s', async (_name, manifest, code, message) => {
    const failed = find(await layoutWith(manifest));
    await expect(failed).rejects.toMatchObject({ diagnostics: [{ code }] });
    await expect(failed).rejects.toThrow(message);
  });
});

test('what is neither there nor a reference is told so, and a reference is asked for', async () => {
  for (const name of ['./gone', '/gone', 'gone.tar', 'gone.tar.gz']) {
    await expect(find(name)).rejects.toMatchObject({ diagnostics: [{ code: 'cli/not-found' }] });
  }
  await mkdir(join(dir, 'empty'));
  await expect(find('empty')).rejects.toMatchObject({
    diagnostics: [{ code: 'oci/not-an-image' }],
  });
  await expect(find('debian:13')).rejects.toThrow('a registry was asked');
});
