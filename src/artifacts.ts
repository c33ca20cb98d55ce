import { randomUUID } from 'node:crypto';
import { blobDir } from './cache.ts';
import type { Compiled } from './compile.ts';
import type { BuildInput, Pipeline, SecretValues } from './dagger/index.ts';
import type { OpenEngine } from './engine/open.ts';
import { artifactLayers, type BuiltLayer } from './image.ts';
import type { InputContext } from './inputs/context.ts';
import type { ResolvedInputs } from './inputs/resolve.ts';
import type { Pins } from './lock/pins.ts';
import type { Workspace } from './output.ts';
import type { Progress } from './progress.ts';
import { createRegistryClient } from './registry/client.ts';
import type { Timings } from './timings.ts';

/** Everything one run works with. */
export interface Run {
  compiled: Compiled;
  pins: Pins;
  workspace: Workspace;
  timings: Timings;
  secrets: SecretValues;
  noCache?: boolean;
  env: NodeJS.ProcessEnv;
  now: () => Date;
  progress: Progress;
  signal: AbortSignal;
}

/** What inputs are resolved with. */
export function inputContext(
  { mirrors }: OpenEngine,
  run: Pick<Run, 'compiled' | 'pins' | 'progress' | 'signal' | 'now'>,
): InputContext {
  const { compiled, pins, progress, signal } = run;
  return {
    platform: compiled.plan.platform,
    registry: createRegistryClient({ mirrors, blobDir: blobDir(), signal }),
    ...(compiled.debianMirror && { debianMirror: compiled.debianMirror }),
    pins,
    now: run.now(),
    progress,
    signal,
  };
}

/** What the engine builds the artifacts from. */
export function buildInput(
  { toolchain, network }: Pick<ResolvedInputs, 'toolchain' | 'network'>,
  { compiled, workspace, secrets, noCache }: Run,
): BuildInput {
  const cacheBuster = noCache ? randomUUID() : undefined;
  return {
    plan: compiled.plan,
    toolchain,
    folder: compiled.folder,
    network,
    secrets,
    cacheScope: cacheBuster ?? toolchain.digest.slice(-16),
    archive: workspace.path('artifacts.tar'),
    ...(cacheBuster && { cacheBuster }),
  };
}

/** Builds in the toolchain and gives the layers of what crosses into the image. */
export async function makeArtifacts(
  pipeline: Pipeline,
  built: BuildInput,
  { timings, signal }: Run,
): Promise<BuiltLayer[]> {
  const kinds = await timings.measure('build', 'building in the toolchain', () =>
    pipeline.build(built),
  );
  return artifactLayers(built.archive, kinds, signal);
}
