import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OciConfig, OciManifest } from '../../src/oci/spec.ts';
import { harden } from '../program.ts';

/** What a Dockerfile of one stage installs to build with, and to look around. */
const TOOLS =
  `apt base-passwd bash coreutils curl dash gcc grep iputils-ping libc6-dev login mount nano
  passwd perl procps python3 python3-dev python3-venv sed`.split(/\s+/);

const SPEC = `version: 1
language: python
entrypoint: [python3, -m, uvicorn, app.main:app]
base: {debian: trixie, packages: [${TOOLS.join(', ')}]}
artifacts:
  - {from: /src/app, to: /srv/app}
  - {from: /out/site-packages, to: /usr/local/lib/python3.13/dist-packages}
policy: {preset: audit}
`;

const CONFIG: NonNullable<OciConfig['config']> = {
  Cmd: ['/bin/sh', '-c', 'python3 -m uvicorn app.main:app --host 0.0.0.0 --port 8080'],
  Env: ['PATH=/usr/local/bin:/usr/bin:/bin', 'PYTHONPATH=/srv', 'GREETING=hello'],
  ExposedPorts: { '8080/tcp': {} },
  WorkingDir: '/srv',
};

/**
 * Builds examples/python-api, copied to a folder, as people begin: one stage with all tools, a command
 * for a shell, root. Gives the folder of its layout; the folder has no spec afterwards.
 */
export async function fatImage(folder: string): Promise<string> {
  const spec = join(folder, 'hardening.yaml');
  await writeFile(spec, SPEC);
  const layout = join(folder, '..', 'fat');
  const run = await harden(['build', folder, '--output', layout]);
  if (run.code !== 0) throw new Error(run.stderr);
  await Promise.all([spec, join(folder, '.harden')].map((path) => rm(path, { recursive: true })));
  await asPeopleWrite(layout);
  return layout;
}

/** Nothing of harden's is left in the config and the manifest: it could be anybody's. */
async function asPeopleWrite(layout: string): Promise<void> {
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
  const config = await read<OciConfig>(blob(manifest.config.digest));
  const plain = {
    schemaVersion: 2,
    mediaType: manifest.mediaType,
    config: await keep({ ...config, config: CONFIG }, manifest.config),
    layers: manifest.layers.map(({ mediaType, digest, size }) => ({ mediaType, digest, size })),
  };
  const { mediaType, digest, size } = await keep(plain, first);
  const manifests = [{ mediaType, digest, size }];
  await writeFile(join(layout, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
}
