import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { expect, it } from 'vitest';
import { MEDIA, type OciManifest } from '../../src/oci/spec.ts';
import type { Descriptor } from '../../src/oci/types.ts';
import { imageDifference, type Side } from '../../src/rebuild/difference.ts';
import { folder } from '../oci/contents.ts';
import { digestOf } from '../registry/fake-registry.ts';

type File = Partial<Omit<Header, 'pax'>> & {
  name: string;
  pax?: Record<string, string>;
  text?: string;
};

const EPOCH = new Date(0);
const SERVER: File = { name: 'app/server', text: 'ELF', mode: 0o755, mtime: EPOCH };
const LINK: File = { name: 'app/latest', type: 'symlink', linkname: 'server', mtime: EPOCH };

async function layerOf(files: readonly File[]): Promise<Buffer> {
  const tar = pack();
  for (const { text, ...header } of files) tar.entry(header, text ?? '');
  tar.finalize();
  return buffer(tar);
}

/** An image of these layers, lowest first, each as it lies in its registry. */
async function sideOf(layers: readonly Buffer[], config: object = {}): Promise<Side> {
  const dir = await folder();
  const stored = async (mediaType: string, bytes: Buffer): Promise<Descriptor> => {
    const digest = digestOf(bytes);
    await writeFile(join(dir, digest), bytes);
    return { mediaType, digest, size: bytes.length };
  };
  const descriptors: Descriptor[] = [];
  for (const bytes of layers) {
    const annotations = { 'harden.layer': 'app' };
    descriptors.push({ ...(await stored(MEDIA.layerGzip, bytes)), annotations });
  }
  const manifest: OciManifest = {
    schemaVersion: 2,
    config: await stored(MEDIA.config, Buffer.from(JSON.stringify(config))),
    layers: descriptors,
  };
  return { manifest, blob: async ({ digest }) => join(dir, digest) };
}

async function differenceOf(published: readonly File[], rebuilt: readonly File[]) {
  const below = await layerOf([{ name: 'etc', type: 'directory' }]);
  const before = await sideOf([below, await layerOf(published)]);
  const after = await sideOf([below, await layerOf(rebuilt)]);
  return imageDifference(before, after, new AbortController().signal);
}

const CASES: [string, File[], string, string][] = [
  ['content', [{ ...SERVER, text: 'other' }, LINK], /3 bytes/.source, /5 bytes/.source],
  ['mode', [{ ...SERVER, mode: 0o700 }, LINK], '0755', '0700'],
  ['owner', [{ ...SERVER, uid: 7, gid: 8 }, LINK], '0:0', '7:8'],
  [
    'time',
    [{ ...SERVER, mtime: new Date(60_000) }, LINK],
    '1970-01-01T00:00:00.000Z',
    '1970-01-01T00:01:00.000Z',
  ],
  ['link', [SERVER, { ...LINK, linkname: 'old' }], 'server', 'old'],
  ['type', [SERVER, { ...SERVER, name: LINK.name }], 'symlink', 'file'],
  [
    'attributes',
    [{ ...SERVER, pax: { 'SCHILY.xattr.security.capability': 'x' } }, LINK],
    '',
    'sec',
  ],
  ['missing', [LINK], 'file', ''],
  ['added', [SERVER, LINK, { ...SERVER, name: 'app/z' }], '', 'file'],
];

it.each(CASES)('names the first file and why: %s', async (why, rebuilt, before, after) => {
  const found = await differenceOf([SERVER, LINK], rebuilt);
  expect(found).toMatchObject({ at: 'layer', layer: 2, kind: 'app', files: 1, file: { why } });
  if (found.at !== 'layer') return;
  expect(found.file?.published).toMatch(before);
  expect(found.file?.rebuilt).toMatch(after);
});

it('the first by its path counts, and how many others there are', async () => {
  const found = await differenceOf([SERVER, LINK], [{ ...SERVER, mode: 0o700 }]);
  expect(found).toMatchObject({ files: 2, file: { path: 'app/latest', why: 'missing' } });
});

it('the lowest layer counts, and a layer that is only packed otherwise has no file', async () => {
  const tar = await layerOf([SERVER]);
  const other = await layerOf([LINK]);
  const published = await sideOf([gzipSync(tar, { level: 9 }), tar]);
  const rebuilt = await sideOf([gzipSync(tar, { level: 0 }), other]);
  const found = await imageDifference(published, rebuilt, new AbortController().signal);
  expect(found).toEqual({ at: 'layer', layer: 1, kind: 'app', files: 0 });
});

it('of the same layers it is the configuration, the number of layers, or the manifest', async () => {
  const tar = await layerOf([SERVER]);
  const one = await sideOf([tar], { config: { User: '0' } });
  const { signal } = new AbortController();
  const other = await sideOf([tar], { config: { User: '65532' } });
  expect(await imageDifference(one, other, signal)).toEqual({ at: 'config', key: 'config.User' });
  const more = await sideOf([tar, tar], { config: { User: '0' } });
  expect(await imageDifference(one, more, signal)).toEqual({
    ...{ at: 'layers', published: 1, rebuilt: 2 },
  });
  const told = { ...one, manifest: { ...one.manifest, annotations: { a: 'b' } } };
  expect(await imageDifference(one, told, signal)).toEqual({ at: 'manifest', key: 'annotations' });
});
