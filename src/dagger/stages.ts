import type { Client, Container, Directory } from '@dagger.io/dagger';
import type { Stage, Step } from '../plan/types.ts';
import { type BuildNetwork, withNetwork } from './network.ts';
import { type SecretValues, withSecrets } from './secrets.ts';
import { type SshAccess, withSsh } from './ssh.ts';

const SOURCE = '/src';

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
  if (!input.cacheBuster) return container;
  return container.withEnvVariable('HARDEN_NO_CACHE', input.cacheBuster);
}

function runStep(client: Client, container: Container, step: Step, input: StageInput): Container {
  let result = withoutReplaced(container, step, input.network).withWorkdir(step.workdir);
  if (step.ssh && input.ssh) result = withSsh(client, result, input.ssh);
  for (const [name, value] of Object.entries(step.env))
    result = result.withEnvVariable(name, value);
  for (const cache of step.caches) {
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
