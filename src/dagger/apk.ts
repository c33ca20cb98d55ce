import type { Client, Container, Directory } from '@dagger.io/dagger';
import type { Platform } from '../plan/types.ts';
import { asPlatform, OCI_MEDIA_TYPES, UNCOMPRESSED } from './enums.ts';
import { type BuildNetwork, withNetwork } from './network.ts';

export interface ApkInput {
  /** The base's image, by digest. */
  image: string;
  /** An image with apk, by digest, where the base has none. */
  installer?: string;
  names: string[];
  /** Instead of those in the image: URLs, or folders of the host. */
  repositories: string[];
  /** Public keys on the host, besides those of the image. */
  keys: string[];
  platform: Platform;
  network: BuildNetwork;
  /** What the engine's cache may answer for: another value asks the repositories again. */
  freshness: string;
  /** Path of the OCI archive to write. */
  archive: string;
}

const ROOT = '/run/harden/root';
const REPOSITORIES = '/run/harden/repositories';
const KEYS = '/run/harden/keys';

/** Installs packages with apk, and writes what that changed of the base as an archive of one layer. */
export async function installApk(client: Client, input: ApkInput): Promise<void> {
  const platform = { platform: asPlatform(input.platform) };
  const base = client.container(platform).from(input.image);
  const tool = input.installer ? client.container(platform).from(input.installer) : base;
  const prepared = withRepositories(client, withNetwork(client, tool, input.network), input)
    .withoutEntrypoint()
    .withoutDefaultArgs()
    .withUser('0')
    .withEnvVariable('HARDEN_FRESHNESS', input.freshness)
    .withMountedDirectory(ROOT, base.rootfs());
  const after = prepared.withExec(argv(input)).directory(ROOT);
  await client
    .container()
    .withDirectory('/', base.rootfs().diff(after))
    .asTarball({ mediaTypes: OCI_MEDIA_TYPES, forcedCompression: UNCOMPRESSED })
    .export(input.archive);
}

function argv({ names, repositories }: ApkInput): string[] {
  const own = repositories.length > 0 ? ['--repositories-file', REPOSITORIES] : [];
  return [
    'apk',
    'add',
    '--root',
    ROOT,
    '--no-cache',
    '--no-progress',
    '--keys-dir',
    KEYS,
    ...own,
    '--',
    ...names,
  ];
}

/** Keys lie in the image that has apk; a folder of the host is mounted and named by its mount. */
function withRepositories(client: Client, tool: Container, input: ApkInput): Container {
  let keys: Directory = tool.directory('/etc/apk/keys');
  for (const path of input.keys) keys = keys.withFile('/', client.host().file(path));
  let container = tool.withMountedDirectory(KEYS, keys);
  const lines = input.repositories.map((place, index) => {
    if (/^https?:/.test(place)) return place;
    const mount = `/run/harden/repository-${index}`;
    container = container.withMountedDirectory(mount, client.host().directory(place));
    return mount;
  });
  if (lines.length === 0) return container;
  return container.withMountedFile(
    REPOSITORIES,
    client
      .directory()
      .withNewFile('repositories', `${lines.join('\n')}\n`)
      .file('repositories'),
  );
}
