import type { Client, Container } from '@dagger.io/dagger';
import type { Stage, Step } from '../plan/types.ts';
import { type BuildNetwork, withNetwork } from './network.ts';
import { type SecretValues, withSecrets } from './secrets.ts';

const SOURCE = '/src';

export interface StageInput {
  /** The project folder on the host. */
  folder: string;
  network: BuildNetwork;
  secrets: SecretValues;
  /** Keeps cache volumes of different toolchains and projects apart. */
  cacheScope: string;
  /** A value that makes every step run again; undefined lets the engine's cache answer. */
  cacheBuster?: string;
}

/** All stages on the toolchain, as one lazy expression; nothing runs until a result is asked for. */
export function runStages(
  client: Client,
  toolchain: Container,
  stages: readonly Stage[],
  input: StageInput,
): Container {
  const clean = prepare(client, toolchain, input);
  let container = clean;
  for (const stage of stages) {
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
  let result = container.withWorkdir(step.workdir);
  for (const [name, value] of Object.entries(step.env))
    result = result.withEnvVariable(name, value);
  for (const cache of step.caches) {
    const volume = client.cacheVolume(`harden-${input.cacheScope}-${cache.id}`);
    result = result.withMountedCache(cache.path, volume);
  }
  return withSecrets(client, result, step.secrets ?? [], input.secrets).withExec(step.run);
}
