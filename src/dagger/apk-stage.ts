import type { Client, Container, Directory } from '@dagger.io/dagger';
import { isUrl } from '../packages/apk.ts';
import type { ApkRequest } from '../packages/apk-problems.ts';
import type { Platform } from '../plan/types.ts';
import { asPlatform } from './enums.ts';
import { type BuildNetwork, withNetwork } from './network.ts';

export interface ApkInput extends Omit<ApkRequest, 'known' | 'repositories'> {
  /** The base's image, by digest. */
  image: string;
  /** An image with apk, by digest, where the base has none. */
  installer?: string;
  /** Instead of those of the base. `written` is the spec's word, `place` a URL or a folder of the host. */
  repositories: { written: string; place: string }[];
  /** Public keys on the host, besides those of the image that has apk. */
  keys: string[];
  platform: Platform;
  network: BuildNetwork;
  /** What the engine's cache may answer for: another value asks the repositories again. */
  freshness: string;
}

/** The base, where apk can be run on it; the indexes of the repositories are there. */
export interface ApkStage {
  base: Container;
  updated: Container;
  /** The command that runs apk on the base. */
  apk: (command: string[]) => string[];
  /** The base's files after something was done. */
  rootOf: (container: Container) => Directory;
  request: ApkRequest;
}

const OWN = '/run/harden';
const ROOT = `${OWN}/root`;
const REPOSITORIES = `${OWN}/repositories`;
const KEYS = `${OWN}/keys`;
const CACHE = `${OWN}/cache`;

/** A base that has apk runs it itself, so that scripts of packages find its /dev and /proc. */
export function apkStage(client: Client, input: ApkInput): ApkStage {
  const platform = { platform: asPlatform(input.platform) };
  const base = client.container(platform).from(input.image);
  const tool = input.installer ? client.container(platform).from(input.installer) : base;
  const prepared = prepare(client, tool, input);
  const stage = input.installer ? prepared.withMountedDirectory(ROOT, base.rootfs()) : prepared;
  const apk = (command: string[]) => [...commandFor(input), ...command];
  return {
    base,
    // An exec that fails is not kept, so a repository that is away today is asked again at once.
    updated: stage.withExec(apk(['update'])),
    apk,
    rootOf: (container) => (input.installer ? container.directory(ROOT) : container.rootfs()),
    request: { ...input, repositories: used(input) },
  };
}

/** A folder of the host is mounted, and named by its mount. */
function prepare(client: Client, tool: Container, input: ApkInput): Container {
  let container = withNetwork(client, tool, input.network)
    .withoutEntrypoint()
    .withoutDefaultArgs()
    .withUser('0')
    .withEnvVariable('HARDEN_FRESHNESS', input.freshness)
    .withMountedDirectory(CACHE, client.directory());
  if (bringsKeys(input))
    container = container.withMountedDirectory(KEYS, keysOf(client, tool, input));
  input.repositories.forEach(({ place }, index) => {
    if (isUrl(place)) return;
    const folder = client.host().directory(place, { include: FOLDERS[input.platform] });
    container = container.withMountedDirectory(mountOf(index), folder);
  });
  if (input.repositories.length === 0) return container;
  const lines = used(input).map((one) => `${one.used}\n`);
  const list = client.directory().withNewFile('repositories', lines.join(''));
  return container.withMountedFile(REPOSITORIES, list.file('repositories'));
}

/** The base's own apk knows where its keys are. */
function bringsKeys({ installer, keys }: ApkInput): boolean {
  return installer !== undefined || keys.length > 0;
}

function keysOf(client: Client, tool: Container, { keys }: ApkInput): Directory {
  const own: Directory = tool.directory('/etc/apk/keys');
  return keys.reduce((all, path) => all.withFile('/', client.host().file(path)), own);
}

/** A mirror on disk may have all architectures. */
const FOLDERS: Record<Platform, string[]> = {
  'linux/amd64': ['x86_64', 'noarch'],
  'linux/arm64': ['aarch64', 'noarch'],
};

/** The index is fetched once, by `update`; it lies outside the root, as the image must not have it. */
function commandFor(input: ApkInput): string[] {
  return [
    'apk',
    '--no-progress',
    ...['--cache-dir', CACHE],
    ...(input.installer ? ['--root', ROOT] : []),
    ...(bringsKeys(input) ? ['--keys-dir', KEYS] : []),
    ...(input.repositories.length > 0 ? ['--repositories-file', REPOSITORIES] : []),
  ];
}

/** The repositories as apk sees them. */
function used({ repositories }: ApkInput): { written: string; used: string }[] {
  return repositories.map(({ written, place }, index) => ({
    written,
    used: isUrl(place) ? place : mountOf(index),
  }));
}

function mountOf(index: number): string {
  return `${OWN}/repository-${index}`;
}
