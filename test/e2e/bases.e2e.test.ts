import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harden } from '../program.ts';
import { copyExample } from './copy.ts';
import { labImages } from './counting-registry.ts';
import { buildReport } from './json.ts';

const images = await labImages();
const at = (name: string) => join('examples', 'go-api', name);

/** The digests of a base's layers, as the registry that the build asks has them. */
async function layersInRegistry(name: string): Promise<string[]> {
  const { registry } = JSON.parse((await harden(['engine', 'status', '--json'])).stdout);
  const [repository, tag] = name.split(':');
  const get = async (reference: string): Promise<Manifest> => {
    const accept =
      'application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json';
    const url = `${registry}/v2/${repository}/manifests/${reference}`;
    return (await fetch(url, { headers: { accept } })).json() as Promise<Manifest>;
  };
  const found = await get(tag ?? '');
  const [first] = found.manifests ?? [];
  const { layers = [] } = first ? await get(first.digest) : found;
  return layers.map(({ digest }) => digest);
}

interface Manifest {
  manifests?: { digest: string }[];
  layers?: { digest: string }[];
}

const STATIC = 'distroless/static-debian13:nonroot';
test.runIf(images.includes(STATIC))(
  'on distroless the base’s own layers stay as they are',
  async () => {
    const report = await buildReport(at('distroless.yaml'));
    expect(report.image.base.ref).toBe(`gcr.io/${STATIC}`);
    const own = await layersInRegistry(STATIC);
    expect(report.image.layers.map(({ digest }) => digest).slice(0, own.length)).toEqual(own);
    expect(report.image.layers.map(({ kind }) => kind)).toEqual([...own.map(() => 'base'), 'app']);
    expect(report.smoke).toMatchObject([{ pass: true }]);
  },
);

test('on nothing at all the program runs, and what it lacks is said', async () => {
  const report = await buildReport(at('scratch.yaml'));
  expect(report.image.layers.map(({ kind }) => kind)).toEqual(['app']);
  expect(report.smoke).toMatchObject([{ pass: true }]);
  const lacks = report.diagnostics.map(({ message }) => message).join();
  expect(lacks).toContain('no certificates on scratch');
  expect(lacks).not.toContain('time zones');
});

const SLIM = 'library/debian:trixie-slim';
test.runIf(images.includes(SLIM))(
  'what only a shell needs is taken out of a slim base',
  async () => {
    const folder = await copyExample('go-api');
    const file = join(folder, 'hardening.yaml');
    const spec = await readFile(file, 'utf8');
    await writeFile(file, spec.replace('base: debian', 'base: slim'));
    const report = await buildReport(folder);
    const own = await layersInRegistry(SLIM);
    expect(report.image.layers.map(({ digest }) => digest).slice(0, own.length)).toEqual(own);
    expect(report.image.layers.map(({ kind }) => kind)).toContain('runtime');
    expect(report.checks.filter(({ pass }) => !pass)).toEqual([]);
    expect(report.coverage.packages.missing).toEqual([]);

    await writeFile(file, spec.replace('base: debian', 'base: {slim: debian, keep: [shell]}'));
    const kept = await buildReport(folder, { code: 1 });
    expect(kept.checks.find(({ id }) => id === 'no-shell')).toMatchObject({ pass: false });
    expect(kept.coverage.packages.seen).toBeGreaterThan(report.coverage.packages.seen);

    await writeFile(file, spec.replace('base: debian', 'base: {slim: debian, flatten: true}'));
    const flat = await buildReport(folder);
    expect(flat.image.size.compressed).toBeLessThan(report.image.size.compressed);
    expect(flat.coverage.packages.seen).toBe(report.coverage.packages.seen);
  },
);

test.runIf(images.includes('library/alpine:3.20'))(
  'an Alpine whose support has ended runs, and is no proof',
  async () => {
    const folder = await copyExample('go-api');
    const file = join(folder, 'alpine.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('base: alpine', 'base: {alpine: "3.20"}'));
    const report = await buildReport(file, { code: 4 });
    expect(report.smoke).toMatchObject([{ pass: true }]);
    expect(report.checks.filter(({ pass }) => !pass)).toEqual([]);
    expect(report.coverage.os).toMatchObject({ family: 'alpine' });
    expect(report.coverage.gaps).toEqual([expect.stringContaining('past its end of life')]);
  },
);

const REFUSED: [what: string, base: string, code: string, says: string][] = [
  ['a family that is not there', 'distrolss', 'spec/unknown-base', 'distroless'],
  ['a flavour that is not there', '{distroless: statc}', 'spec/unknown-base', 'static'],
  [
    'a debug image',
    '{image: "gcr.io/distroless/static-debian13:debug"}',
    'plan/base-refused',
    'shell',
  ],
  [
    'an image that runs as root',
    '{image: "gcr.io/distroless/static-debian13:latest"}',
    'plan/base-refused',
    'root',
  ],
];

test.each(REFUSED)('%s is refused before anything is built', async (_what, base, code, says) => {
  const folder = await copyExample('go-api');
  const file = join(folder, 'hardening.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('base: debian', `base: ${base}`));
  const run = await harden(['build', folder, '--engine', 'tcp://127.0.0.1:1']);
  expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 2, stdout: '' });
  expect(run.stderr).toContain(code);
  expect(run.stderr).toContain(says);
  expect(run.stderr).toMatch(/hardening\.yaml:4:/);
});
