import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installed } from '../../src/init/dockerfile/hints.ts';
import { readDockerfile } from '../../src/init/dockerfile/lexer.ts';
import type { OciConfig, OciManifest } from '../../src/oci/spec.ts';
import { harden } from '../program.ts';

/** Of `python:3.13` this is what counts: an interpreter, its headers, a compiler, a shell, its tools. */
const PYTHON_IMAGE =
  `apt base-passwd bash coreutils dash gcc grep libc6-dev login mount passwd perl procps
  python3 python3-dev python3-venv sed`.split(/\s+/);

/**
 * Makes the image of the Dockerfile in a copy of examples/python-api, without Docker: the packages that
 * it installs on Debian's own, its command for a shell, root. Gives the folder of its layout; the copy
 * has no spec afterwards.
 */
export async function fatImage(folder: string): Promise<string> {
  const { instructions } = readDockerfile(await readFile(join(folder, 'Dockerfile'), 'utf8'));
  const all = (name: string) => instructions.filter((one) => one.name === name).map(restOf);
  const [pinned = ''] = all('RUN').flatMap((run) => /pip install (.*)/.exec(run)?.[1] ?? []);
  const requirements = join(folder, 'requirements.txt');
  const locked = await readFile(requirements);
  const spec = join(folder, 'hardening.yaml');
  await writeFile(spec, specOf([...PYTHON_IMAGE, ...installed(all('RUN').join('\n'))]));
  await writeFile(requirements, pinned.split(/\s+/).join('\n'));
  const layout = join(folder, '..', 'fat');
  const run = await harden(['build', folder, '--output', layout]);
  if (run.code !== 0) throw new Error(run.stderr);
  await writeFile(requirements, locked);
  await Promise.all([spec, join(folder, '.harden')].map((path) => rm(path, { recursive: true })));
  const [workdir = '/'] = all('WORKDIR');
  await asPeopleWrite(layout, {
    Cmd: ['/bin/sh', '-c', ...all('CMD')],
    Env: ['PATH=/usr/local/bin:/usr/bin:/bin', ...all('ENV')],
    ExposedPorts: Object.fromEntries(all('EXPOSE').map((port) => [`${port}/tcp`, {}])),
    WorkingDir: workdir,
  });
  return layout;
}

function restOf({ rest }: { rest: string }): string {
  return rest;
}

function specOf(packages: readonly string[]): string {
  return `version: 1
language: python
entrypoint: [python3, -m, uvicorn, app.main:app]
base: {debian: trixie, packages: [${[...new Set(packages)].sort().join(', ')}]}
artifacts:
  - {from: /src/app, to: /srv/app}
  - {from: /out/site-packages, to: /usr/local/lib/python3.13/dist-packages}
policy: {preset: audit}
scan: {lockFiles: off}
`;
}

/** Nothing of harden's is left in the config and the manifest: it could be anybody's. */
async function asPeopleWrite(
  layout: string,
  start: NonNullable<OciConfig['config']>,
): Promise<void> {
  const blob = (digest: string) => join(layout, 'blobs', digest.replace(':', '/'));
  const read = async <T>(path: string) => JSON.parse(await readFile(path, 'utf8')) as T;
  const keep = async <T extends object>(document: object, of: T) => {
    const bytes = Buffer.from(JSON.stringify(document));
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    await writeFile(blob(digest), bytes);
    return { ...of, digest, size: bytes.length };
  };
  const index = await read<{ manifests: OciManifest['layers'] }>(join(layout, 'index.json'));
  const [first] = index.manifests;
  if (!first) throw new Error(`${layout} has no image`);
  const manifest = await read<OciManifest>(blob(first.digest));
  const { history: _, ...config } = await read<OciConfig>(blob(manifest.config.digest));
  const plain = {
    schemaVersion: 2,
    mediaType: manifest.mediaType,
    config: await keep({ ...config, config: start }, manifest.config),
    layers: manifest.layers.map(({ mediaType, digest, size }) => ({ mediaType, digest, size })),
  };
  const { mediaType, digest, size } = await keep(plain, first);
  const manifests = [{ mediaType, digest, size }];
  await writeFile(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
}
