import { type OfflineRequest, openOffline } from './bundle/offline.ts';
import type { Compiled } from './compile.ts';
import type { SecretValues, SshAccess } from './dagger/index.ts';
import { credentialsIn } from './diagnostics/hide.ts';
import { withoutSecrets } from './diagnostics/without-secrets.ts';
import { inWords, writeError } from './diagnostics/write-error.ts';
import { type OpenEngine, withEngine } from './engine/open.ts';
import { cacheScopeOf } from './inputs/cache-scope.ts';
import { networkVariables } from './inputs/network-settings.ts';
import { type Offline, offlineMissing } from './inputs/offline.ts';
import type { Once } from './inputs/once.ts';
import { readSecrets } from './inputs/secrets.ts';
import { sshAccess } from './inputs/ssh.ts';
import { leftBehind } from './left-behind.ts';
import type { Pins } from './lock/pins.ts';
import { pinsFor } from './lock/pins-for.ts';
import type { LayerBlob } from './oci/types.ts';
import { openWorkspace, unlessRemoved, type Workspace } from './output.ts';
import type { BuildPlan } from './plan/types.ts';
import type { Baseline } from './policy/delta.ts';
import type { Progress } from './progress.ts';
import type { Signer } from './statements/attestation.ts';
import { startTimings, type Timings } from './timings.ts';
import type { Watch } from './unchanged/watch.ts';
import { withoutWeb } from './web-fetch.ts';

export interface BuildRequest {
  compiled: Compiled;
  /** Addresses of engines, with commas between them; found by itself when absent. */
  engine?: string;
  /** Run every step again, with empty cache volumes. */
  noCache?: boolean;
  /** What is fixed, in place of what hardening.lock has; anew for each engine that is tried. */
  pins?: () => Pins;
  /** Use what hardening.lock has and nothing else. */
  frozen?: boolean;
  /** The folder where the result appears, instead of the project's own. */
  output?: string;
  /** An earlier report, whose findings do not count again. */
  baseline?: Baseline;
  /** Where the run makes its files, as a part of a larger one; a folder of its own when absent. */
  workspace?: Workspace;
  /** Signs the statements about an image that passes. */
  signer?: Signer;
  /** Ask nobody: all comes out of this bundle, or without one out of caches and hardening.lock. */
  offline?: Pick<OfflineRequest, 'bundle'>;
  /** What images of one run share; a memory of its own when absent. */
  once?: Once;
  /** Told how to remove the run's folder once more: an engine in use may write into it again. */
  disposed?: (again: () => Promise<void>) => void;
  /** Sets the scanner's cache apart, where other images are scanned at the same time. */
  scanCache?: string;
  /** The absolute path of a `trusted_root.json`, in place of the public one. */
  trustRoot?: string;
  /** Stamps what comes of it, for the next build. */
  watch?: Watch;
  env: NodeJS.ProcessEnv;
  now: () => Date;
  progress: Progress;
  signal: AbortSignal;
}

/** Everything one run works with. */
export interface Run extends Omit<BuildRequest, 'offline' | 'pins'> {
  offline?: Offline;
  apkLayers?: Map<string, LayerBlob>;
  pins: Pins;
  workspace: Workspace;
  timings: Timings;
  secrets: SecretValues;
  ssh?: SshAccess;
  /** Names whose cache volumes the steps use. */
  cacheScope: string;
  started: Date;
}

/**
 * Does the work of a run on an engine, in a folder of its own that is gone afterwards.
 * @param steps whether steps of the plan are run, which have its secrets.
 */
export function withRun<T>(
  request: BuildRequest,
  work: (engine: OpenEngine, run: Run) => Promise<T>,
  steps = true,
): Promise<T> {
  return asAsked(request, async () => {
    // What a run lacks by itself is told before an engine is asked for.
    const needs = await needsOf(request, steps);
    const left = leftBehind();
    const inside = { ...request, disposed: left.folder };
    return withEngine({ ...request, key: request.compiled.plan.name }, (engine) => {
      if (request.offline) checkProgram(engine, request.env);
      const use = (run: Run) => engine.guard(left.work(work(engine, run)));
      // What was looked up on an engine that was lost is looked up again.
      return engine.left.length === 0 ? within(inside, needs, use) : inRun(inside, use, steps);
    }).finally(left.clear);
  });
}

/** The same with an engine that is open already, or none. */
export function inRun<T>(
  request: BuildRequest,
  work: (run: Run) => Promise<T>,
  steps = true,
): Promise<T> {
  return asAsked(request, async () => within(request, await needsOf(request, steps), work));
}

function asAsked<T>(request: BuildRequest, work: () => Promise<T>): Promise<T> {
  if (!request.offline) return work();
  return withoutWeb((url) => offlineMissing(url.origin + url.pathname), work);
}

type Needs = Pick<Run, 'pins' | 'secrets' | 'ssh' | 'cacheScope' | 'offline' | 'apkLayers'>;

async function needsOf(request: BuildRequest, steps: boolean): Promise<Needs> {
  const { compiled, env, offline: asked, frozen } = request;
  const { plan, folder } = compiled;
  const opened = asked && (await openOffline({ ...request, ...asked }));
  const left = opened?.offline.dependencies ? withoutDependencies(plan) : plan;
  const secrets: SecretValues = steps ? await readSecrets(left, folder, env) : new Map();
  const ssh = steps ? await sshAccess(left, folder, env) : undefined;
  return {
    pins: opened?.pins ?? request.pins?.() ?? (await pinsFor(compiled, frozen)),
    secrets,
    cacheScope: await cacheScopeOf(compiled, env),
    ...(ssh && { ssh }),
    ...(opened && { offline: opened.offline }),
    ...(opened?.apkLayers && { apkLayers: opened.apkLayers }),
  };
}

async function within<T>(
  { offline: _offline, pins: _pins, ...request }: BuildRequest,
  needs: Needs,
  work: (run: Run) => Promise<T>,
): Promise<T> {
  const { compiled, output, progress, now } = request;
  const workspace =
    request.workspace ??
    (await openWorkspace(compiled.folder, compiled.image, output).catch(inWords()));
  const timings = startTimings(progress, () => performance.now());
  try {
    return await work({ ...request, ...needs, workspace, timings, started: now() });
  } catch (thrown) {
    const cause = await unlessRemoved(workspace, thrown);
    throw withoutSecrets(writeError(cause), hiddenIn(request, needs));
  } finally {
    await workspace.dispose();
    request.disposed?.(workspace.dispose);
  }
}

/** What nothing that is printed may show. */
function hiddenIn({ compiled, env }: Pick<Run, 'compiled' | 'env'>, { secrets }: Needs): string[] {
  return [
    ...[...secrets.values()].map(({ value }) => value),
    ...credentialsIn(Object.values(networkVariables(compiled.plan.network, env))),
  ];
}

/** Steps that do not run need no credentials. */
function withoutDependencies(plan: BuildPlan): BuildPlan {
  return { ...plan, stages: plan.stages.filter(({ name }) => name !== 'dependencies') };
}

/** The program with which the SDK talks to an engine is downloaded unless it is named. */
const PROGRAM = '_EXPERIMENTAL_DAGGER_CLI_BIN';

function checkProgram({ session }: OpenEngine, env: NodeJS.ProcessEnv): void {
  if (session.kind === 'own' || env[PROGRAM]) return;
  throw offlineMissing(`the dagger program, which ${PROGRAM} names,`);
}
