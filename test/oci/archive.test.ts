import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../../src/oci/archive.ts';
import { readLayout } from '../../src/oci/layout.ts';
import { writeLoadArchive } from '../../src/oci/load-archive.ts';
import { MEDIA } from '../../src/oci/spec.ts';
import { collect, folder } from './contents.ts';
import { APP, image } from './image.ts';
import { type RawEntry, rawTar } from './raw-tar.ts';

const digestOf = (bytes: string | Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const blobName = (digest: string): string => `blobs/${digest.replace(':', '/')}`;

interface Parts {
  index: object;
  blobs: Map<string, string>;
}

function descriptor(value: string, mediaType: string, rest: object = {}) {
  return { mediaType, digest: digestOf(value), size: Buffer.byteLength(value), ...rest };
}

const platform = (architecture: string) => ({ platform: { os: 'linux', architecture } });

/** An archive with one image for each architecture, in an index inside the index. */
function parts(architectures: string[]): Parts {
  const blobs = new Map<string, string>();
  const add = (value: string): string => {
    blobs.set(digestOf(value), value);
    return value;
  };
  const manifests = architectures.map((architecture) => {
    const layer = add(`layer for ${architecture}`);
    const history = [{ created_by: 'empty', empty_layer: true }, { created_by: 'copy /app' }];
    const config = add(
      JSON.stringify({ architecture, os: 'linux', rootfs: { diff_ids: ['x'] }, history }),
    );
    const manifest = {
      config: descriptor(config, MEDIA.config),
      layers: [descriptor(layer, MEDIA.layerGzip)],
    };
    return descriptor(add(JSON.stringify(manifest)), MEDIA.manifest, platform(architecture));
  });
  const attestation = descriptor('{}', MEDIA.manifest, {
    platform: { os: 'unknown', architecture: 'unknown' },
  });
  const inner = add(JSON.stringify({ manifests: [...manifests, attestation] }));
  return { index: { manifests: [descriptor(inner, MEDIA.index)] }, blobs };
}

function entriesOf({ index, blobs }: Parts): RawEntry[] {
  return [
    { name: 'oci-layout', body: '{"imageLayoutVersion":"1.0.0"}' },
    { name: 'blobs/sha256/', type: '5' },
    ...[...blobs].map(([digest, body]) => ({ name: blobName(digest), body })),
    { name: 'index.json', body: JSON.stringify(index) },
  ];
}

async function fileOf(bytes: Uint8Array): Promise<string> {
  const file = join(await folder(), 'archive.tar');
  await writeFile(file, bytes);
  return file;
}

describe('openArchive', () => {
  it('reads the image for a platform, through an index in the index', async () => {
    const archive = await openArchive(
      await fileOf(rawTar(entriesOf(parts(['amd64', 'arm64'])))),
      'linux/arm64',
    );
    expect(archive.config.architecture).toBe('arm64');
    expect(archive.layers).toMatchObject([{ createdBy: 'copy /app' }]);
    const layer = archive.layers[0]?.descriptor.digest ?? '';
    expect((await collect(archive.blob(layer))).toString()).toBe('layer for arm64');
    await archive.close();
  });

  it('reads what writeLoadArchive wrote', async () => {
    const made = await image();
    const file = join(await folder(), 'image.tar');
    await writeLoadArchive(await readLayout(made.layout), file);
    const archive = await openArchive(file);
    const digests = archive.layers.map((layer) => layer.descriptor.digest);
    expect(digests).toEqual(made.layers.map((layer) => layer.digest));
    expect(digestOf(await collect(archive.blob(digests[0] ?? '')))).toBe(digests[0]);
    await archive.close();
  });

  it('accepts names with ./ in front', async () => {
    const entries = entriesOf(parts(['amd64'])).map((entry) => ({
      ...entry,
      name: `./${entry.name}`,
    }));
    const archive = await openArchive(await fileOf(rawTar(entries)));
    expect(archive.layers).toHaveLength(1);
    await archive.close();
  });

  it.each([
    [
      'two images without a platform',
      parts(['amd64', 'arm64']),
      'holds linux/amd64, linux/arm64, unknown/unknown',
    ],
    ['an index of nothing', { ...parts([]), index: { manifests: [] } }, 'it holds nothing'],
    ['an index without a list', { ...parts([]), index: {} }, 'it holds nothing'],
    [
      'an index that is null',
      { ...parts([]), index: null as never },
      'index.json is not a JSON object',
    ],
    [
      'a digest that is a path',
      { ...parts([]), index: { manifests: [{ digest: '../../etc/passwd' }] } },
      'is not a digest',
    ],
    [
      'a digest that is missing',
      { ...parts([]), index: { manifests: [{}] } },
      '"undefined" is not a digest',
    ],
    [
      'a manifest that is missing',
      { ...parts([]), index: { manifests: [descriptor('x', MEDIA.manifest)] } },
      'it has no blobs/sha256/',
    ],
  ])('refuses %s', async (_name, archive, message) => {
    const failed = openArchive(await fileOf(rawTar(entriesOf(archive))));
    await expect(failed).rejects.toMatchObject({ diagnostics: [{ code: 'oci/bad-archive' }] });
    await expect(failed).rejects.toThrow(message);
  });

  it('refuses blobs with another digest than their name', async () => {
    const all = parts(['amd64']);
    const layer = [...all.blobs].find(([, value]) => value.startsWith('layer'))?.[0] ?? '';
    all.blobs.set(layer, 'layer for nobody');
    const archive = await openArchive(await fileOf(rawTar(entriesOf(all))));
    await expect(collect(archive.blob(layer))).rejects.toThrow(`the blob ${layer} has the digest`);
    await archive.close();
    for (const [digest, value] of all.blobs)
      if (value.startsWith('{"config')) all.blobs.set(digest, `${value} `);
    await expect(openArchive(await fileOf(rawTar(entriesOf(all))))).rejects.toThrow(
      'has the digest',
    );
  });

  it('refuses an archive cut off anywhere', async () => {
    const whole = rawTar(entriesOf(parts(['amd64'])), false);
    for (let length = 0; length < whole.length - 512; length += 300) {
      const failed = openArchive(await fileOf(whole.subarray(0, length)));
      await expect(failed).rejects.toMatchObject({ diagnostics: [{ code: 'oci/bad-archive' }] });
    }
  });

  it('says when there is no file, or when it is something else', async () => {
    await expect(openArchive(join(await folder(), 'none.tar'))).rejects.toThrow(
      'cannot be read (ENOENT)',
    );
    await expect(openArchive(await fileOf(Buffer.from('PK\x03\x04'.repeat(200))))).rejects.toThrow(
      'wrong checksum',
    );
  });
});

describe('writeLoadArchive', () => {
  it("has Docker's manifest beside the layout, in the same bytes each time", async () => {
    const made = await image();
    const dir = await folder();
    const [a, b] = [join(dir, 'a.tar'), join(dir, 'b.tar')];
    await writeLoadArchive(await readLayout(made.layout), a);
    await writeLoadArchive(await readLayout(made.layout), b);
    expect((await readFile(a)).equals(await readFile(b))).toBe(true);
    const text = await readFile(a, 'latin1');
    const manifest = JSON.parse(/\[\{"Config".*?\}\]/.exec(text)?.[0] ?? 'null');
    expect(manifest).toEqual([
      {
        Config: blobName(made.configDigest),
        Layers: made.layers.map((layer) => blobName(layer.digest)),
        RepoTags: ['shop:latest'],
      },
    ]);
  });

  it('takes another tag', async () => {
    const made = await image();
    const file = join(await folder(), 'a.tar');
    await writeLoadArchive(await readLayout(made.layout), file, {
      tag: 'registry.example/shop:2',
    });
    expect(await readFile(file, 'latin1')).toContain('"RepoTags":["registry.example/shop:2"]');
  });

  it('leaves out layers, and nothing that names them', async () => {
    const tree = [{ path: 'app' }, { path: 'app/lib', text: 'library' }];
    const trees = [
      { kind: 'dependencies' as const, tree },
      { kind: 'app' as const, tree: APP },
    ];
    const made = await image({ trees });
    const [known = '', app = ''] = made.layers.map(({ digest }) => digest);
    const file = join(await folder(), 'a.tar');
    await writeLoadArchive(await readLayout(made.layout), file, { without: new Set([known]) });
    const text = await readFile(file, 'latin1');
    expect(text).toContain(`"${blobName(known)}"`);
    expect(text).not.toContain(`${blobName(known)}\0`);
    expect(text).toContain(`${blobName(app)}\0`);
  });
});
