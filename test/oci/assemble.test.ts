import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { assembleImage } from '../../src/oci/assemble.ts';
import { readLayout } from '../../src/oci/layout.ts';
import { MEDIA } from '../../src/oci/spec.ts';
import { folder } from './contents.ts';
import { APP, baseOf, image, inputIn } from './image.ts';

const { TZ, LC_ALL } = process.env;
const umask = process.umask();

afterEach(() => {
  process.umask(umask);
  if (TZ === undefined) delete process.env['TZ'];
  else process.env['TZ'] = TZ;
  if (LC_ALL === undefined) delete process.env['LC_ALL'];
  else process.env['LC_ALL'] = LC_ALL;
});

async function onBase(dir: string) {
  const base = await baseOf(dir, [{ path: 'etc' }, { path: 'etc/passwd', text: 'root' }], {
    'org.opencontainers.image.version': '12',
    'org.opencontainers.image.base.name': 'older',
    maintainer: 'someone',
  });
  const trees = [
    { kind: 'dependencies' as const, tree: [{ path: 'app' }, { path: 'app/lib', text: 'lib' }] },
    { kind: 'app' as const, tree: APP },
  ];
  return inputIn(dir, { base, trees });
}

describe('assembleImage', () => {
  it('gives the same image as ever', async () => {
    const { digest, configDigest } = await image();
    expect({ digest, configDigest }).toMatchInlineSnapshot(`
      {
        "configDigest": "sha256:c3b0b610e43759814628e87585f1dde429e8d72316c0bd9b4d5468a043eac3b1",
        "digest": "sha256:baaea8de68db44615a7ad6f4f2b4a743f0587ac97f980eb34f6a0c215716fa21",
      }
    `);
  });

  it('gives the same image in another folder, time zone, locale and umask', async () => {
    const first = await assembleImage(await onBase(await folder()));
    process.env['TZ'] = 'Asia/Kolkata';
    process.env['LC_ALL'] = 'tr_TR.UTF-8';
    process.umask(0o077);
    const second = await assembleImage(await onBase(await folder()));
    expect({ ...second, layout: first.layout }).toEqual(first);
    const names = ['index.json', 'oci-layout'];
    for (const name of names) {
      const [a, b] = await Promise.all(
        [first, second].map((one) => readFile(join(one.layout, name))),
      );
      expect(a?.equals(b as Buffer)).toBe(true);
    }
  });

  it('puts the layers on the bytes of the base and says what each is', async () => {
    const input = await onBase(await folder());
    const made = await assembleImage(input);
    const { manifest, config, layers } = await readLayout(made.layout);
    const base = input.base.layers[0]?.blob;
    expect(made.layers.map((layer) => layer.kind)).toEqual(['base', 'dependencies', 'app']);
    expect(manifest.layers[0]).toEqual({
      mediaType: MEDIA.layerGzip,
      digest: base?.digest,
      size: base?.size,
    });
    expect(layers.map((layer) => layer.createdBy)).toEqual([
      'bazel build',
      'harden: dependencies',
      'harden: app',
    ]);
    expect(config.history?.map((line) => line.created)).toEqual([
      '2026-01-02T03:04:05Z',
      undefined,
      '1970-01-01T00:00:00Z',
      '1970-01-01T00:00:00Z',
    ]);
    expect(made.size.compressed).toBe(manifest.layers.reduce((sum, layer) => sum + layer.size, 0));
  });

  it('writes the config of the spec on the environment of the base', async () => {
    const made = await assembleImage(await onBase(await folder()));
    const { config, manifest } = await readLayout(made.layout);
    const digest = `sha256:${'b'.repeat(64)}`;
    expect(config.created).toBe('1970-01-01T00:00:00Z');
    expect(config.config).toEqual({
      User: '65532:65532',
      Entrypoint: ['/app/server'],
      Env: ['PATH=/usr/bin', 'PORT=8080'],
      WorkingDir: '/app',
      ExposedPorts: { '8080/tcp': {}, '53/udp': {} },
      Labels: {
        team: 'web',
        'org.opencontainers.image.title': 'shop',
        'org.opencontainers.image.base.name': 'gcr.io/distroless/static:nonroot',
        'org.opencontainers.image.base.digest': digest,
      },
    });
    expect(manifest.annotations).toEqual({
      'org.opencontainers.image.base.version': '12',
      'org.opencontainers.image.base.name': 'gcr.io/distroless/static:nonroot',
      'org.opencontainers.image.base.digest': digest,
    });
  });

  it("gives a base without history a line of harden's own", async () => {
    const dir = await folder();
    const { config: _, ...base } = await baseOf(dir, [{ path: 'etc' }]);
    const made = await assembleImage(
      await inputIn(dir, { base: { ...base, ref: 'debian:trixie' } }),
    );
    const { layers } = await readLayout(made.layout);
    expect(layers.map((layer) => layer.createdBy)).toEqual([
      'harden: base debian:trixie',
      'harden: app',
    ]);
  });

  it("translates Docker's names of layers and keeps the others", async () => {
    const dir = await folder();
    const base = await baseOf(dir, [{ path: 'etc' }]);
    const typeOf = async (mediaType: string): Promise<string | undefined> => {
      const layers = base.layers.map(({ blob }) => ({ blob: { ...blob, mediaType } }));
      const made = await assembleImage(await inputIn(dir, { base: { ...base, layers } }));
      return (await readLayout(made.layout)).manifest.layers[0]?.mediaType;
    };
    expect(await typeOf(MEDIA.dockerLayerGzip)).toBe(MEDIA.layerGzip);
    expect(await typeOf(MEDIA.dockerLayer)).toBe(MEDIA.layer);
    expect(await typeOf('application/x-other')).toBe('application/x-other');
  });

  it('replaces its own layout and leaves nothing beside it', async () => {
    const dir = await folder();
    const first = await assembleImage(await inputIn(dir));
    const second = await assembleImage(await inputIn(dir, { name: 'other' }));
    expect(second.digest).not.toBe(first.digest);
    expect((await readLayout(second.layout)).manifestDigest).toBe(second.digest);
    expect(await readdir(join(dir, 'out'))).toEqual(['image']);
  });

  it('writes into an empty folder, also one it finds by a relative path', async () => {
    const dir = await folder();
    await mkdir(join(dir, 'out', 'image'), { recursive: true });
    const made = await assembleImage(await inputIn(dir));
    expect((await readLayout(made.layout)).manifestDigest).toBe(made.digest);
  });

  it.each([
    [
      'a folder with other files',
      async (dir: string) => {
        await mkdir(dir, { recursive: true });
        await writeFile(join(dir, 'notes.txt'), 'mine');
      },
    ],
    [
      'a layout that another tool wrote',
      async (dir: string) => {
        await mkdir(join(dir, 'blobs'), { recursive: true });
        await writeFile(join(dir, 'index.json'), '{"schemaVersion":2,"manifests":[]}');
      },
    ],
    [
      'its own layout with a file added',
      async (dir: string) => {
        await assembleImage(await inputIn(join(dir, '..', '..')));
        await writeFile(join(dir, 'report.json'), '{}');
      },
    ],
    [
      'a file',
      async (dir: string) => {
        await mkdir(join(dir, '..'), { recursive: true });
        await writeFile(dir, 'mine');
      },
    ],
  ])('does not touch %s', async (_name, prepare) => {
    const dir = await folder();
    const target = join(dir, 'out', 'image');
    await prepare(target);
    const before = await readdir(join(dir, 'out'), { recursive: true });
    const failed = assembleImage(await inputIn(dir));
    await expect(failed).rejects.toMatchObject({ diagnostics: [{ code: 'cli/output-exists' }] });
    expect(await readdir(join(dir, 'out'), { recursive: true })).toEqual(before);
  });

  it('leaves nothing when it is stopped', async () => {
    const dir = await folder();
    const stop = AbortSignal.abort(new Error('stopped'));
    await expect(assembleImage(await inputIn(dir, { signal: stop }))).rejects.toThrow('stopped');
    expect(await readdir(join(dir, 'out'))).toEqual([]);
  });

  it('leaves what was there when a blob is gone', async () => {
    const dir = await folder();
    const first = await assembleImage(await inputIn(dir));
    const input = await inputIn(dir, {
      trees: [{ kind: 'app', tree: [{ path: 'new', text: 'new' }] }],
    });
    await rm(input.layers[0]?.blob.file as string);
    await expect(assembleImage(input)).rejects.toThrow('ENOENT');
    expect(await readdir(join(dir, 'out'))).toEqual(['image']);
    expect((await readLayout(first.layout)).manifestDigest).toBe(first.digest);
  });

  it('holds a layer that comes twice once', async () => {
    const same = { kind: 'app' as const, tree: APP };
    const made = await image({ trees: [same, same] });
    const { manifest } = await readLayout(made.layout);
    expect(manifest.layers[0]?.digest).toBe(manifest.layers[1]?.digest);
    expect(await readdir(join(made.layout, 'blobs', 'sha256'))).toHaveLength(3);
  });

  it('does not follow a link to a folder that is not its own', async () => {
    const dir = await folder();
    await mkdir(join(dir, 'out'), { recursive: true });
    await mkdir(join(dir, 'precious'));
    await writeFile(join(dir, 'precious', 'file'), 'mine');
    await symlink(join(dir, 'precious'), join(dir, 'out', 'image'));
    const failed = assembleImage(await inputIn(dir));
    await expect(failed).rejects.toMatchObject({ diagnostics: [{ code: 'cli/output-exists' }] });
    expect(await readFile(join(dir, 'precious', 'file'), 'utf8')).toBe('mine');
  });
});
