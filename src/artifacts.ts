import { randomUUID } from 'node:crypto';
import { blobDir } from './cache.ts';
import {
  type BuildInput,
  enginePlatform,
  type Pipeline,
  type ResolvedToolchain,
  withPipeline,
} from './dagger/index.ts';
import { HardenError } from './diagnostics/diagnostic.ts';
import type { OpenEngine } from './engine/open.ts';
import { artifactLayers, type BuiltLayer } from './image.ts';
import type { InputContext } from './inputs/context.ts';
import type { ResolvedInputs } from './inputs/resolve.ts';
import { refuseSecrets } from './leaks/refuse.ts';
import { packagePath } from './package-root.ts';
import { probePlan } from './plan/probe.ts';
import type { Platform } from './plan/types.ts';
import { createRegistryClient } from './registry/client.ts';
import type { Run } from './run.ts';

/** What of a run resolves its inputs. */
type Resolving =
  | ('compiled' | 'pins' | 'progress' | 'signal' | 'now')
  | ('once' | 'offline' | 'apkLayers' | 'trustRoot');

/** What inputs are resolved with. */
export async function inputContext(
  engine: OpenEngine,
  run: Pick<Run, Resolving>,
): Promise<InputContext> {
  const { compiled, pins, progress, signal, once, trustRoot } = run;
  const builder = await builderOf(engine);
  return {
    platform: compiled.plan.platform,
    builder,
    runs: runsOn(engine, builder),
    registry: createRegistryClient({ mirrors: engine.mirrors, blobDir: blobDir(), signal }),
    ...(compiled.debianMirror && { debianMirror: compiled.debianMirror }),
    ...(compiled.plan.policy.signedBase && { signedBase: { ...(trustRoot && { trustRoot }) } }),
    pins,
    now: run.now(),
    ...(once && { once }),
    progress,
    signal,
    ...(run.offline && { offline: run.offline }),
    ...(run.apkLayers && { apkLayers: run.apkLayers }),
  };
}

/** What an engine runs on. */
export async function builderOf({ platform, session }: OpenEngine): Promise<Platform> {
  return platform ?? (await enginePlatform(session));
}

function runsOn({ session }: OpenEngine, own: Platform): InputContext['runs'] {
  const asked = new Map([[own, Promise.resolve(true)]]);
  return (platform) => {
    const known = asked.get(platform);
    if (known) return known;
    const answer = withPipeline(session, (pipeline) => pipeline.canRun(platform));
    asked.set(platform, answer);
    return answer;
  };
}

/** What the engine builds the artifacts from. */
export function buildInput(
  { toolchain, network, offline }: Pick<ResolvedInputs, 'toolchain' | 'network' | 'offline'>,
  { compiled, workspace, secrets, ssh, noCache, cacheScope }: Run,
): BuildInput {
  const cacheBuster = noCache ? randomUUID() : undefined;
  return {
    plan: compiled.plan,
    toolchain,
    folder: compiled.folder,
    network,
    secrets,
    ...(ssh && { ssh }),
    cacheScope: cacheBuster ?? `${cacheScope}-${toolchain.digest.slice(-16)}`,
    archive: workspace.path('artifacts.tar'),
    ...(cacheBuster && { cacheBuster }),
    ...(offline && { offline }),
  };
}

/** Builds in the toolchain and gives the layers of what crosses into the image. */
export async function makeArtifacts(
  pipeline: Pipeline,
  built: BuildInput,
  run: Run,
  probe?: ResolvedToolchain,
): Promise<BuiltLayer[]> {
  const { timings, signal } = run;
  const kinds = await timings.measure('build', 'building in the toolchain', () =>
    pipeline.build(built).catch((thrown: unknown) => {
      throw built.offline ? asOffline(thrown, built) : thrown;
    }),
  );
  const own = await artifactLayers(built.archive, kinds, signal, (contents) =>
    refuseSecrets(contents, built.plan, built.secrets),
  );
  return probe ? [...own, ...(await makeProbe(pipeline, built, run, probe))] : own;
}

/** A step that fetches fails in words about an index that has nothing. */
function asOffline(thrown: unknown, { plan, offline }: BuildInput): unknown {
  if (!(thrown instanceof HardenError) || offline?.dependencies) return thrown;
  const fetching = plan.stages
    .filter(({ name }) => name === 'dependencies')
    .flatMap(({ steps }) => steps.map(({ origin }) => origin));
  const told = thrown.diagnostics.map((one) =>
    one.code === 'build/step-failed' && one.span && fetching.includes(one.span)
      ? { ...one, hint: FETCHES }
      : one,
  );
  return new HardenError(...told);
}

const FETCHES =
  'the build is offline, and this step fetches: bring what it leaves in a bundle: harden bundle --output FILE';

/** harden's own health check, from its source, in a toolchain of its own. */
async function makeProbe(
  pipeline: Pipeline,
  built: BuildInput,
  { workspace, signal }: Run,
  toolchain: ResolvedToolchain,
): Promise<BuiltLayer[]> {
  const check = built.plan.settings?.healthcheck;
  if (!check) return [];
  const archive = workspace.path('probe.tar');
  const kinds = await pipeline.build({
    ...built,
    plan: probePlan(built.plan, check, toolchain.platform),
    toolchain,
    folder: packagePath('healthcheck'),
    secrets: new Map(),
    archive,
  });
  const layers = await artifactLayers(archive, kinds, signal);
  return layers.map(({ blob }) => ({ kind: 'runtime', blob }));
}
