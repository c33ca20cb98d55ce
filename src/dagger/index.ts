import type { Client } from '@dagger.io/dagger';
import type { Artifact, BuildPlan } from '../plan/types.ts';
import { exportArtifacts } from './artifacts.ts';
import { type SessionAddress, withClient } from './client.ts';
import { toHardenError } from './errors.ts';
import { type ScanInput, scanWithTrivy } from './scan.ts';
import { runStages, type StageInput } from './stages.ts';
import { type ResolvedToolchain, toolchainContainer } from './toolchain.ts';

export type { SessionAddress } from './client.ts';
export type { BuildNetwork } from './network.ts';
export type { ResolvedToolchain } from './toolchain.ts';

/** The two things that run foreign code: the build and the scanners. Errors are diagnostics. */
export interface Pipeline {
  /** Writes the artifacts to an OCI archive and says which kind each of its layers is. */
  build(input: BuildInput): Promise<Artifact['layer'][]>;
  scan(input: ScanInput): Promise<void>;
}

interface BuildInput extends StageInput {
  plan: BuildPlan;
  toolchain: ResolvedToolchain;
  /** Path of the OCI archive to write. */
  archive: string;
}

/** Opens one connection for the whole run, and closes it when `use` is done. */
export function withPipeline<T>(
  session: SessionAddress,
  use: (pipeline: Pipeline) => Promise<T>,
): Promise<T> {
  return withClient(session, (client) => use(pipelineOn(client)));
}

function pipelineOn(client: Client): Pipeline {
  return {
    async build(input) {
      const { plan } = input;
      try {
        const toolchain = toolchainContainer(client, input.toolchain, plan.platform);
        const built = runStages(client, toolchain, plan.stages, input);
        return await exportArtifacts(client, built, plan.artifacts, input.archive);
      } catch (thrown) {
        throw toHardenError(thrown, plan.stages);
      }
    },
    async scan(input) {
      try {
        await scanWithTrivy(client, input);
      } catch (thrown) {
        throw toHardenError(thrown, []);
      }
    },
  };
}
