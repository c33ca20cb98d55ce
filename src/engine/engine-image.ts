import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { assembleDebian } from '../debian/assemble.ts';
import { debianMirrors } from '../debian/mirrors.ts';
import { textFile } from '../debian/text-file.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { assembleImage } from '../oci/assemble.ts';
import { exportImage } from '../oci/export.ts';
import { writeLayer } from '../oci/layer.ts';
import type { Content, LayerBlob } from '../oci/types.ts';
import { hostPlatform } from '../platform.ts';
import type { Progress } from '../progress.ts';
import type { Image } from '../report/types.ts';
import { buildContainerProgram } from './build-scanner.ts';
import { GC } from './engine-config.ts';
import { type LabPaths, labPaths } from './paths.ts';
import { ENGINE_VERSION } from './recipe.ts';
import { isInstalled } from './running.ts';
import { ARCHITECTURE, SYSTEM_PATH } from './seed-types.ts';

export interface EngineImageOptions {
  /** A `.tar` for `docker load`, or a folder for an OCI layout. */
  output: string;
  progress: Progress;
  signal: AbortSignal;
}

const RELEASE = 'trixie';
const PACKAGES =
  `base-files ca-certificates containernetworking-plugins dnsmasq-base iptables netbase
  runc`.split(/\s+/);
const PROGRAMS = ['engine', 'init', 'dnsname'];
const STARTER = 'harden-container';
/** Of all its names, the ones that the engine and its plug-ins call. */
const TABLES = ['iptables', 'ip6tables'].flatMap((name) => [
  name,
  `${name}-save`,
  `${name}-restore`,
]);
const LINKS = {
  ...Object.fromEntries(TABLES.map((name) => [`usr/sbin/${name}`, 'xtables-nft-multi'])),
  'usr/bin/xtables-legacy-multi': '/usr/sbin/xtables-legacy-multi',
  'usr/bin/xtables-nft-multi': '/usr/sbin/xtables-nft-multi',
  'usr/lib/cni/dnsname': '/usr/local/bin/dnsname',
  'usr/local/bin/buildctl': STARTER,
};
/** As the engine's distconsts have it. `run` is empty in a root of packages. */
const RUN = {
  'run/harden/runc': '/usr/sbin/runc',
  'run/harden/dagger-init': '/usr/local/bin/init',
};
const RUN_FOLDERS = ['run', 'run/dagger', 'run/harden', 'run/harden/ca', 'run/harden/content'];

/**
 * The native engine as an image: for Docker, Podman and Kubernetes, from a registry of one's own.
 * Its packages are Debian's, so that scanners see them. Throws `engine/not-found` where the engine
 * is not installed.
 */
export async function engineImage({
  output,
  progress,
  signal,
}: EngineImageOptions): Promise<Image> {
  const lab = labPaths();
  if (!isInstalled(lab)) throw new HardenError(notInstalled(lab));
  const work = await mkdtemp(join(lab.root, 'image-'));
  try {
    progress({ phase: 'engine', message: `packing the Dagger engine ${ENGINE_VERSION}` });
    await buildContainerProgram({ ...lab, work }, signal);
    const root = await assembleDebian(
      {
        ...{ release: RELEASE, architecture: ARCHITECTURE, packages: PACKAGES, drop: {} },
        ...{ links: LINKS, purpose: 'base', mirrors: debianMirrors() },
      },
      { progress, signal },
    );
    const layoutDir = join(work, 'image');
    const image = await assembleImage({
      name: `harden-engine:${ENGINE_VERSION}`,
      platform: hostPlatform(),
      base: {
        ...{ kind: 'debian', ref: `debian:${RELEASE}`, digest: root.layer.digest },
        layers: [{ blob: root.layer }],
      },
      layers: [{ kind: 'app', blob: await programLayer(lab, join(work, 'blobs'), signal) }],
      config: CONFIG,
      layoutDir,
      signal,
    });
    await exportImage(layoutDir, output);
    return { ...image, layout: output };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

const CONFIG = {
  User: '0:0',
  Entrypoint: [`/usr/local/bin/${STARTER}`],
  Cmd: [],
  Env: [`PATH=${SYSTEM_PATH}`, 'DO_NOT_TRACK=1'],
  WorkingDir: '/',
  ExposedPorts: [],
  Labels: {
    'org.opencontainers.image.title': 'harden-engine',
    'org.opencontainers.image.version': ENGINE_VERSION,
  },
};

async function programLayer(lab: LabPaths, blobs: string, signal: AbortSignal): Promise<LayerBlob> {
  return writeLayer(contents(lab), blobs, { level: 1, signal });
}

async function* contents(lab: LabPaths): AsyncGenerator<Content> {
  const owner = { uid: 0, gid: 0 } as const;
  yield folder('etc');
  yield folder('etc/dagger');
  yield textFile(
    'etc/dagger/engine.json',
    `${JSON.stringify({ logLevel: 'info', gc: GC }, null, 2)}\n`,
  );
  for (const path of RUN_FOLDERS) yield folder(path);
  for (const [path, target] of Object.entries(RUN)) {
    yield { entry: { path, type: 'symlink', target, mode: 0o777, size: 0, ...owner } };
  }
  for (const path of ['usr', 'usr/local', 'usr/local/bin']) yield folder(path);
  for (const name of [...PROGRAMS, STARTER]) {
    const file = join(lab.bin, name);
    const { size } = await stat(file);
    const path = `usr/local/bin/${name}`;
    yield {
      entry: { path, type: 'file', mode: 0o755, size, ...owner },
      body: createReadStream(file),
    };
  }
  for (const path of ['var', 'var/lib', 'var/lib/dagger']) yield folder(path);
}

function folder(path: string): Content {
  return { entry: { path, type: 'directory', mode: 0o755, uid: 0, gid: 0, size: 0 } };
}

function notInstalled(lab: LabPaths) {
  return error('engine/not-found', `the native engine is not installed in ${lab.root}`, {
    hint: 'run harden engine install',
  });
}
