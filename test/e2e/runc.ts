import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { findProgram } from '../../src/engine/host.ts';
import { MEDIA } from '../../src/oci/spec.ts';
import { ended } from './go-program.ts';
import { projectOf } from './temporary.ts';

/** The one that the engine needs too. */
const RUNC = findProgram('runc') ?? 'runc';

interface RunAs {
  args?: string[];
  env?: string[];
  mounts?: [from: string, to: string][];
}

interface Image {
  config: {
    User?: string;
    Env?: string[];
    Entrypoint?: string[];
    Cmd?: string[];
    WorkingDir?: string;
  };
  rootfs: string;
  bundle: string;
}

/** The one image of an OCI layout, unpacked by tar: none of harden's own code reads it. */
export async function unpackedImage(layout: string): Promise<Image> {
  const json = async (...path: string[]) =>
    JSON.parse(await readFile(join(layout, ...path), 'utf8'));
  const blob = (digest: string) => join('blobs', digest.replace(':', '/'));
  const [first] = (await json('index.json')).manifests;
  const manifest = await json(blob(first.digest));
  if (manifest.mediaType !== MEDIA.manifest) throw new Error(`${first.digest} is no manifest`);
  const { config } = await json(blob(manifest.config.digest));
  const bundle = await projectOf({});
  const rootfs = join(bundle, 'rootfs');
  await mkdir(rootfs);
  for (const { digest } of manifest.layers) {
    const run = await ended('tar', ['-xpf', join(layout, blob(digest)), '-C', rootfs]);
    if (run.code !== 0) throw new Error(run.stderr);
  }
  return { config, rootfs, bundle };
}

/**
 * Starts an image with runc, as its config says, with a read-only root, no capability and the
 * network of the host. It is ended with the test.
 */
export async function startImage(
  { config, bundle }: Image,
  { args = [], env = [], mounts = [] }: RunAs = {},
) {
  const [uid = 0, gid = 0] = (config.User ?? '0:0').split(':').map(Number);
  const spec = {
    ociVersion: '1.0.2',
    root: { path: 'rootfs', readonly: true },
    process: {
      user: { uid, gid },
      cwd: config.WorkingDir || '/',
      env: [...(config.Env ?? []), ...env],
      args: [...(config.Entrypoint ?? []), ...(args.length > 0 ? args : (config.Cmd ?? []))],
      noNewPrivileges: true,
      capabilities: {},
    },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc' },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'mode=755'] },
      ...mounts.map(([source, destination]) => ({
        ...{ source, destination },
        ...{ type: 'bind', options: ['bind', 'rw'] },
      })),
    ],
    linux: { namespaces: ['pid', 'mount', 'ipc', 'uts'].map((type) => ({ type })) },
  };
  await writeFile(join(bundle, 'config.json'), JSON.stringify(spec));
  const id = `harden-${randomUUID()}`;
  const state = join(bundle, 'state');
  const child = spawn(RUNC, ['--root', state, 'run', '--bundle', bundle, id]);
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => said.push(`${text}`));
  const exited = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 1)));
  onTestFinished(async () => {
    await ended(RUNC, ['--root', state, 'delete', '--force', id]);
    await exited;
    await rm(state, { recursive: true, force: true });
  });
  return { exited, output: () => said.join('') };
}
