import type { Client, Container, Directory } from '@dagger.io/dagger';
import type { Platform, Stage, Step } from '../plan/types.ts';
import { type BuildNetwork, withNetwork } from './network.ts';
import { pulled } from './pulled.ts';
import { type SecretValues, withSecrets } from './secrets.ts';
import { type SshAccess, withSsh } from './ssh.ts';

const SOURCE = '/src';

/** Makes tools fail at once, and in their own words, where they would wait for a network. */
const NO_NETWORK = {
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  http_proxy: 'http://127.0.0.1:9',
  https_proxy: 'http://127.0.0.1:9',
  NO_PROXY: 'localhost,127.0.0.1',
  GOPROXY: 'off',
  CARGO_NET_OFFLINE: 'true',
  NPM_CONFIG_OFFLINE: 'true',
  YARN_ENABLE_NETWORK: '0',
  PIP_NO_INDEX: '1',
  UV_OFFLINE: '1',
};

export interface StageInput {
  /** The project folder on the host. */
  folder: string;
  network: BuildNetwork;
  secrets: SecretValues;
  ssh?: SshAccess;
  /** Keeps cache volumes of different toolchains and projects apart. */
  cacheScope: string;
  /** A value that makes every step run again; undefined lets the engine's cache answer. */
  cacheBuster?: string;
  /** Nothing of a volume is seen, and nothing goes into one: all that steps leave is in their files. */
  apart?: boolean;
  /** Of a build that asks nobody. */
  offline?: {
    platform: Platform;
    /** No volumes: all that there is came in a bundle. */
    apart: boolean;
    /** What the steps for dependencies left, as an archive on the host. */
    dependencies?: string;
  };
}

/** All stages on the toolchain; no step runs until a result is asked for. */
export async function runStages(
  client: Client,
  toolchain: Container,
  stages: readonly Stage[],
  input: StageInput,
): Promise<Container> {
  const clean = prepare(client, toolchain, input);
  let container = clean;
  for (const stage of stages) {
    const made = stage.name === 'dependencies' && madeBefore(client, input);
    if (made) {
      container = clean.withRootfs(clean.rootfs().withDirectory('/', made.rootfs()));
      continue;
    }
    if (stage.stubs) {
      container = container.withDirectory(SOURCE, await stubs(client, stage.stubs, input));
    }
    if (stage.files.include.length > 0) {
      const files = client.host().directory(input.folder, stage.files);
      container = container.withDirectory(SOURCE, files);
    }
    for (const step of stage.steps) {
      // Only files go on to the next step: its environment and mounts are the toolchain's again.
      container = clean.withRootfs(runStep(client, container, step, input).rootfs());
    }
  }
  return container;
}

/** What the steps for dependencies left when they had a network. */
function madeBefore(client: Client, { offline }: StageInput): Container | undefined {
  const archive = offline?.dependencies;
  return archive === undefined
    ? undefined
    : pulled(client, { ref: 'dependencies', archive }, offline?.platform);
}

/** Made of names alone, so that the engine takes steps as unchanged whatever the files hold. */
async function stubs(
  client: Client,
  { include, exclude, text }: NonNullable<Stage['stubs']>,
  { folder }: StageInput,
): Promise<Directory> {
  const names = await client.host().directory(folder, { include, exclude }).glob('**');
  return names
    .filter((name) => !name.endsWith('/'))
    .sort()
    .reduce((tree, name) => tree.withNewFile(name, text), client.directory());
}

/** The toolchain as steps see it; its own entrypoint must not wrap them. */
function prepare(client: Client, toolchain: Container, input: StageInput): Container {
  const container = withNetwork(client, toolchain, input.network)
    .withoutEntrypoint()
    .withoutDefaultArgs()
    .withWorkdir(SOURCE);
  const settings = {
    ...(input.offline && NO_NETWORK),
    ...(input.cacheBuster && { HARDEN_NO_CACHE: input.cacheBuster }),
  };
  return Object.entries(settings).reduce(
    (result, [name, value]) => result.withEnvVariable(name, value),
    container,
  );
}

function runStep(client: Client, container: Container, step: Step, input: StageInput): Container {
  let result = withoutReplaced(container, step, input.network).withWorkdir(step.workdir);
  if (step.ssh && input.ssh) result = withSsh(client, result, input.ssh);
  for (const [name, value] of Object.entries(step.env))
    result = result.withEnvVariable(name, value);
  for (const cache of input.apart || input.offline?.apart ? [] : step.caches) {
    const volume = client.cacheVolume(`harden-${input.cacheScope}-${cache.id}`);
    result = result.withMountedCache(cache.path, volume);
  }
  return withSecrets(client, result, step.secrets ?? [], input.secrets).withExec(step.run);
}

/** What a step sets for itself wins over the host's setting; npm reads its own in any case. */
function withoutReplaced(container: Container, step: Step, network: BuildNetwork): Container {
  const ofSecrets = (step.secrets ?? []).flatMap(({ to }) => ('env' in to ? [to.env] : []));
  const own = new Set([...Object.keys(step.env), ...ofSecrets].map((name) => name.toLowerCase()));
  return Object.keys(network.variables)
    .filter((name) => own.has(name.toLowerCase()))
    .reduce((result, name) => result.withoutSecretVariable(name), container);
}
