import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { fileItem, packagesItem, pulledItem } from '../../src/bundle/gather.ts';
import { openBundle } from '../../src/bundle/open.ts';
import { unpackBundle } from '../../src/bundle/unpack.ts';
import { writeBundle } from '../../src/bundle/write.ts';
import { blobDir } from '../../src/cache.ts';
import { assembleDebian } from '../../src/debian/assemble.ts';
import { imageArchives } from '../../src/inputs/image-archives.ts';
import { offlineMissing } from '../../src/inputs/offline.ts';
import { openArchive } from '../../src/oci/archive.ts';
import { MEDIA } from '../../src/oci/spec.ts';
import { createRegistryClient } from '../../src/registry/client.ts';
import { withoutWeb } from '../../src/web-fetch.ts';
import { folder } from '../oci/contents.ts';
import { type FakeRegistry, fakeRegistry } from '../registry/fake-registry.ts';
import { ownItem, signal } from './bundles.ts';

afterEach(() => vi.unstubAllEnvs());

const PLATFORM = 'linux/amd64' as const;

async function freshCache(): Promise<string> {
  const made = await folder();
  vi.stubEnv('HARDEN_CACHE_DIR', made);
  return made;
}

function addImage(registry: FakeRegistry): { ref: string; digest: string } {
  const config = registry.add(
    'tools/go',
    {
      ...{ os: 'linux', architecture: 'amd64', config: { Env: ['PATH=/bin'] } },
      rootfs: { type: 'layers', diff_ids: [`sha256:${'0'.repeat(64)}`] },
    },
    MEDIA.config,
  );
  const layer = registry.add('tools/go', Buffer.from('a layer'), MEDIA.layer);
  const manifest = { schemaVersion: 2, mediaType: MEDIA.manifest, config, layers: [layer] };
  const { digest } = registry.add('tools/go', manifest, MEDIA.manifest, '1.26');
  return { ref: `${registry.host}/tools/go:1.26`, digest };
}

const offline = <T>(work: () => Promise<T>) =>
  withoutWeb((url) => offlineMissing(url.pathname), work);

test('an image of a registry is an archive for the engine where there is no registry', async () => {
  const registry = await fakeRegistry();
  const image = addImage(registry);
  await freshCache();
  const path = join(await folder(), 'b.tar');
  const client = createRegistryClient({ env: {}, blobDir: blobDir() });
  const item = await pulledItem('toolchain', image, { registry: client, platform: PLATFORM });
  expect(item.entry).toMatchObject({
    digest: image.digest,
    platform: { os: 'linux', architecture: 'amd64' },
    annotations: {
      'dev.harden.bundle.kind': 'toolchain',
      'org.opencontainers.image.ref.name': image.ref,
      'dev.harden.bundle.purl': `pkg:oci/go@${image.digest}?arch=amd64`,
    },
  });
  await writeBundle([ownItem(), item], path, signal);

  const cache = await freshCache();
  registry.asked.length = 0;
  const archiveOf = () =>
    offline(() => imageArchives(PLATFORM)(image.ref, 'toolchain', { digest: image.digest }));
  await expect(archiveOf()).rejects.toMatchObject({
    diagnostics: [
      {
        code: 'offline/missing',
        message: expect.stringContaining(`the toolchain ${image.ref} is`),
      },
    ],
  });
  expect(await readdir(join(cache, 'images'))).toEqual([]);

  const bundle = await openBundle(path, 'b.tar');
  await unpackBundle(bundle, cache, signal);
  await bundle.source.close();
  const archive = await openArchive(await archiveOf(), PLATFORM);
  expect(archive.config.config?.Env).toEqual(['PATH=/bin']);
  await archive.close();
  expect(registry.asked).toEqual([]);
});

test('requests are refused in an offline build alone, those to this machine too', async () => {
  const registry = await fakeRegistry();
  const image = addImage(registry);
  await freshCache();
  const resolve = () => createRegistryClient({ env: {} }).resolve(image.ref, PLATFORM);
  await expect(offline(resolve)).rejects.toMatchObject({
    diagnostics: [{ code: 'offline/missing', message: expect.stringContaining('/v2/tools/go') }],
  });
  expect(registry.asked).toEqual([]);
  const [online] = await Promise.all([resolve(), offline(resolve).catch(() => undefined)]);
  expect(online.digest).toBe(image.digest);
  expect(registry.asked).toHaveLength(1);
});

test('packages that are not there are missed by their address, and no mirror is asked', async () => {
  await freshCache();
  const one = {
    ...{ name: 'libc6', version: '1', architecture: 'amd64', sha256: '0'.repeat(64), size: 1 },
    ...{ filename: 'pool/main/libc6.deb', installedSize: 1, pool: 'archive' as const },
  };
  const registry = await fakeRegistry();
  const mirrors = [{ archive: `${registry.url}/debian`, security: `${registry.url}/security` }];
  const assemble = () =>
    assembleDebian({
      ...{ release: 'trixie', architecture: 'amd64', packages: ['libc6'], drop: {}, links: {} },
      ...{ purpose: 'base', mirrors, locked: { version: '13', packages: [one] } },
    });
  await expect(offline(assemble)).rejects.toMatchObject({
    diagnostics: [{ code: 'offline/missing', message: expect.stringContaining('libc6.deb') }],
  });
  const context = { debianMirror: `${registry.url}/debian`, progress: () => {}, signal };
  await expect(offline(() => packagesItem('base', [one], context))).rejects.toMatchObject({
    diagnostics: [{ code: 'offline/missing' }],
  });
  expect(registry.asked).toEqual([]);
});

test('a database that is one file, and is not there', async () => {
  await freshCache();
  const digest = `sha256:${'3'.repeat(64)}`;
  const database = {
    ref: 'grype.example/db:6',
    digest,
    size: 1,
    updatedAt: '2026-01-31T00:00:00Z',
  };
  await expect(fileItem(database)).rejects.toThrow('ENOENT');
});
