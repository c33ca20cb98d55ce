import type { Client } from '@dagger.io/dagger';
import type { BuildPlan } from '../plan/types.ts';
import { OCI_MEDIA_TYPES, UNCOMPRESSED } from './enums.ts';
import { runStages, type StageInput } from './stages.ts';
import { type ResolvedToolchain, toolchainContainer } from './toolchain.ts';

export interface DependenciesInput extends StageInput {
  plan: Pick<BuildPlan, 'stages'>;
  toolchain: ResolvedToolchain;
  /** Path of the OCI archive to write. */
  archive: string;
}

/**
 * Runs the steps for dependencies without any cache volume, and writes all files that they left in the
 * toolchain, the project's own among them, as an archive of one layer.
 */
export async function exportDependencies(client: Client, input: DependenciesInput): Promise<void> {
  const { plan, archive } = input;
  const toolchain = toolchainContainer(client, input.toolchain);
  const stages = plan.stages.filter(({ name }) => name === 'dependencies');
  const done = await runStages(client, toolchain, stages, { ...input, apart: true });
  await client
    .container()
    .withDirectory('/', toolchain.rootfs().diff(done.rootfs()))
    .asTarball({ mediaTypes: OCI_MEDIA_TYPES, forcedCompression: UNCOMPRESSED })
    .export(archive);
}
