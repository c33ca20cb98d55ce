import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { type Layout, readLayout } from '../../../src/oci/layout.ts';
import { unpackArchive } from '../../../src/oci/unpack-archive.ts';
import { rawTar } from '../../oci/raw-tar.ts';
import type { Kind } from './kind.ts';

export function ociArchives(): Kind {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  const archive = (index: unknown, more: [name: string, body: string][] = []) =>
    rawTar([
      { name: 'oci-layout', body: '{"imageLayoutVersion":"1.0.0"}' },
      { name: 'index.json', body: typeof index === 'string' ? index : JSON.stringify(index) },
      ...more.map(([name, body]) => ({ name, body })),
    ]);
  const blob = (text: string): [string, string] => [`blobs/sha256/${digest(text)}`, text];
  const naming = (text: string, more: object = {}) => ({
    manifests: [
      {
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        digest: `sha256:${digest(text)}`,
        size: text.length,
        ...more,
      },
    ],
  });
  const manifest =
    '{"schemaVersion":2,"config":{"digest":"../../../etc/passwd","size":1},"layers":[]}';
  const layer = rawTar([{ name: 'a', body: 'x' }]).toString('latin1');
  const config = JSON.stringify({
    ...{ os: 'linux', architecture: 'amd64', config: {} },
    rootfs: { type: 'layers', diff_ids: [`sha256:${digest(layer)}`] },
  });
  const described = (kind: string, text: string) => ({
    mediaType: `application/vnd.oci.image.${kind}`,
    digest: `sha256:${digest(text)}`,
    size: text.length,
  });
  const whole = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: described('config.v1+json', config),
    layers: [described('layer.v1.tar', layer)],
  });
  const loop = '{"manifests":[]}';
  return {
    name: 'archive of an image',
    kept: 'blobs are what their digests say',
    good: [{ name: 'an archive', bytes: archive(naming(whole), [whole, config, layer].map(blob)) }],
    hostile: [
      { name: 'no index', bytes: rawTar([{ name: 'a', body: '' }]) },
      { name: 'an index that is no JSON', bytes: archive('{') },
      { name: 'an index that is null', bytes: archive('null') },
      { name: 'an index without images', bytes: archive({ manifests: [] }) },
      { name: 'images that are no list', bytes: archive({ manifests: { length: 1 } }) },
      {
        name: 'a digest that is a path',
        bytes: archive(naming('', { digest: 'sha256:../../../../etc/passwd' })),
      },
      {
        name: 'a digest of another hash',
        bytes: archive(naming('', { digest: `md5:${'0'.repeat(32)}` })),
      },
      { name: 'a digest that is a number', bytes: archive(naming('', { digest: 1 })) },
      {
        name: 'a size below zero',
        bytes: archive(naming(manifest, { size: -1 }), [blob(manifest)]),
      },
      { name: 'a config that is a path', bytes: archive(naming(manifest), [blob(manifest)]) },
      {
        name: 'a blob with another digest',
        bytes: archive(naming('a'), [[`blobs/sha256/${digest('a')}`, 'b']]),
      },
      { name: 'a manifest that is a list', bytes: archive(naming('[]'), [blob('[]')]) },
      { name: 'a manifest that is null', bytes: archive(naming('null'), [blob('null')]) },
      {
        name: 'a manifest without a config',
        bytes: archive(naming('{"layers":[]}'), [blob('{"layers":[]}')]),
      },
      {
        name: 'layers that are no list',
        bytes: archive(naming('{"config":{},"layers":1}'), [blob('{"config":{},"layers":1}')]),
      },
      { name: 'an image that is null', bytes: archive({ manifests: [null] }) },
      ...[
        '{"config":{},"layers":[null]}',
        '{"config":null,"layers":[]}',
        '{"config":[],"layers":[]}',
      ].map((text) => ({ name: text, bytes: archive(naming(text), [blob(text)]) })),
      {
        name: 'an index in an index without images',
        bytes: archive(naming(loop, { mediaType: 'application/vnd.oci.image.index.v1+json' }), [
          blob(loop),
        ]),
      },
      {
        name: 'Docker with a path as a config',
        bytes: rawTar([
          { name: 'manifest.json', body: '[{"Config":"../../etc/passwd","Layers":["../a"]}]' },
        ]),
      },
      {
        name: 'Docker with a link as a layer',
        bytes: rawTar([
          { name: 'manifest.json', body: '[{"Config":"c.json","Layers":["a/layer.tar"]}]' },
          { name: 'c.json', body: '{"rootfs":{"diff_ids":["sha256:a"]}}' },
          { name: 'a/layer.tar', type: '2', link: '../../../etc/passwd' },
        ]),
      },
      { name: 'Docker with null', bytes: rawTar([{ name: 'manifest.json', body: '[null]' }]) },
      {
        name: 'Docker with a key __proto__',
        bytes: rawTar([{ name: 'manifest.json', body: '[{"__proto__":{"Config":"c.json"}}]' }]),
      },
      { name: 'an index of 5 MiB', bytes: archive(' '.repeat(5 * 2 ** 20)) },
      { name: 'gzip of something else', bytes: gzipSync('hello') },
      { name: 'gzip that is cut off', bytes: gzipSync(Buffer.alloc(10_000)).subarray(0, 20) },
    ],
    async read(path, work) {
      try {
        await unpackArchive(path, 'image.tar', work);
        return otherThanNamed(await readLayout(work));
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    },
    takenOut: 'all but JSON.parse',
    async naive(path) {
      JSON.parse(await readFile(path, 'utf8'));
      return undefined;
    },
  };
}

/** The first blob of an image that is not what its name says. */
async function otherThanNamed(layout: Layout): Promise<string | undefined> {
  const { manifestDigest, configDigest, layers } = layout;
  for (const name of [
    manifestDigest,
    configDigest,
    ...layers.map((one) => one.descriptor.digest),
  ]) {
    const bytes = await readFile(layout.blobPath(name));
    const found = createHash('sha256').update(bytes).digest('hex');
    if (name !== `sha256:${found}`) return `took ${found} for ${name}`;
  }
  return undefined;
}
