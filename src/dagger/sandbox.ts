import type { CacheVolume, Client, Container, Directory } from '@dagger.io/dagger';
import { type ContainerConfig, containerOf, ROOT, runtimeFiles } from '../smoke/container.ts';
import { LOCKED } from './enums.ts';
import { type PulledImage, pulled } from './pulled.ts';

/** A program of an image, and all that it gets to see beside the files of its image. */
export interface SandboxInput {
  /** By digest. */
  image: PulledImage;
  /** The root with crun, as an OCI archive on the host. */
  helper: string;
  args: string[];
  /** Texts it reads, by their path below /tmp. */
  texts?: Record<string, string>;
  /** Folders it can read and not write, by their path below /tmp. */
  folders: Record<string, Directory>;
  /** A folder below /tmp that stays for the next run, which has to wait for the end of this one. */
  cache?: { path: string; volume: CacheVolume };
}

const OUTSIDE = '/run/sandbox';
const CONFIG = `${OUTSIDE}/config.json`;

/** Where a container that ran a sandbox has a path that the program in it saw. */
export function outside(path: string): string {
  return `${OUTSIDE}${path}`;
}

/**
 * A container that runs a program in a container of its own: a network with no interface but
 * its own loopback, no capability, no new privileges, a read-only root, and /tmp, where it
 * starts in an empty folder.
 */
export function sandboxed(client: Client, input: SandboxInput): Container {
  const { image, helper, texts = {}, folders, cache } = input;
  let container = client
    .container()
    .import_(client.host().file(helper))
    .withMountedDirectory(ROOT, pulled(client, image).rootfs())
    .withDirectory(outside('/tmp/empty'), client.directory())
    .withNewFile(CONFIG, JSON.stringify(configOf(input)));
  for (const [path, text] of Object.entries({ ...runtimeFiles(), ...rekeyed(texts, inTmp) })) {
    container = container.withNewFile(path, text);
  }
  if (cache) {
    container = container.withMountedCache(outside('/cache'), cache.volume, { sharing: LOCKED });
  }
  for (const [path, folder] of Object.entries(folders)) {
    container = container.withMountedDirectory(outside(`/folders/${path}`), folder, {
      readOnly: true,
    });
  }
  const crun = ['/usr/bin/crun', '--root', '/run/crun', '--cgroup-manager=disabled'];
  return container.withExec([...crun, 'run', '--bundle', OUTSIDE, 'sandbox'], {
    insecureRootCapabilities: true,
  });
}

function configOf({ args, folders, cache }: SandboxInput): ContainerConfig {
  const env = ['PATH=/usr/local/bin:/usr/bin:/bin', 'HOME=/tmp'];
  const { linux, mounts, ...rest } = containerOf(
    { config: { Env: env, WorkingDir: '/tmp/empty' } },
    { args, user: { uid: 0, gid: 0 }, writable: [] },
  );
  return {
    ...rest,
    // One after the other: what lies in a folder of another comes after it.
    mounts: [
      ...mounts,
      bound('/tmp', '/tmp', 'rw'),
      ...(cache ? [bound(`/tmp/${cache.path}`, '/cache', 'rw')] : []),
      ...Object.keys(folders).map((path) => bound(`/tmp/${path}`, `/folders/${path}`, 'ro')),
    ],
    linux: { ...linux, namespaces: [...linux.namespaces, { type: 'network' }] },
  };
}

function bound(destination: string, source: string, access: 'rw' | 'ro') {
  const options = ['rbind', access, 'nosuid', 'nodev'];
  return { destination, type: 'bind', source: outside(source), options };
}

function inTmp(path: string): string {
  return outside(`/tmp/${path}`);
}

function rekeyed<T>(record: Record<string, T>, key: (name: string) => string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [key(name), value]));
}
