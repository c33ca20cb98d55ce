import { type OfflineRequest, openOffline } from './bundle/offline.ts';
import type { Compiled } from './compile.ts';
import type { SecretValues, SshAccess } from './dagger/index.ts';
import { type OpenEngine, withEngine } from './engine/open.ts';
import { type Offline, offlineMissing } from './inputs/offline.ts';
import { readSecrets } from './inputs/secrets.ts';
import { sshAccess } from './inputs/ssh.ts';
import type { Pins } from './lock/pins.ts';
import { pinsFor } from './lock/pins-for.ts';
import type { LayerBlob } from './oci/types.ts';
import { openWorkspace, type Workspace } from './output.ts';
import type { Baseline } from './policy/delta.ts';
import type { Progress } from './progress.ts';
import type { Signer } from './statements/attestation.ts';
import { startTimings, type Timings } from './timings.ts';
import { withoutWeb } from './web-fetch.ts';

export interface BuildRequest {
  compiled: Compiled;
  /** Addresses of engines, with commas between them; found by itself when absent. */
  engine?: string;
  /** Run every step again, with empty cache volumes. */
  noCache?: boolean;
  /** What is fixed, in place of what hardening.lock has. */
  pins?: Pins;
  /** Use what hardening.lock has and nothing else. */
  frozen?: boolean;
  /** An earlier report, whose findings do not count again. */
  baseline?: Baseline;
  /** Signs the statements about an image that passes. */
  signer?: Signer;
  /** Ask nobody: all comes out of this bundle, or without one out of caches and hardening.lock. */
  offline?: Pick<OfflineRequest, 'bundle'>;
  env: NodeJS.ProcessEnv;
  now: () => Date;
  progress: Progress;
  signal: AbortSignal;
}

/** Everything one run works with. */
export interface Run extends Omit<BuildRequest, 'offline'> {
  offline?: Offline;
  apkLayers?: Map<string, LayerBlob>;
  pins: Pins;
  workspace: Workspace;
  timings: Timings;
  secrets: SecretValues;
  ssh?: SshAccess;
  started: Date;
}

/**
 * Does the work of a run on an engine, in a folder of its own that is gone afterwards.
 * @param steps whether steps of the plan are run, which have its secrets.
 */
export async function withRun<T>(
  request: BuildRequest,
  work: (engine: OpenEngine, run: Run) => Promise<T>,
  steps = true,
): Promise<T> {
  if (request.offline) {
    return withoutWeb(
      (url) => offlineMissing(url.origin + url.pathname),
      () => inRun(request, work, steps),
    );
  }
  return inRun(request, work, steps);
}

async function inRun<T>(
  request: BuildRequest,
  work: (engine: OpenEngine, run: Run) => Promise<T>,
  steps: boolean,
): Promise<T> {
  const { compiled, env } = request;
  const { plan, folder } = compiled;
  const { offline: asked, ...rest } = request;
  const opened = asked && (await openOffline({ ...request, ...asked }));
  const pinned = async () => opened?.pins ?? request.pins ?? pinsFor(compiled, request.frozen);
  const pins = await pinned();
  const secrets: SecretValues = steps ? await readSecrets(plan, folder, env) : new Map();
  const ssh = steps ? await sshAccess(plan, folder, env) : undefined;
  const started = request.now();
  return withEngine(request, plan.name, async (engine) => {
    if (asked) checkProgram(engine, env);
    const timings = startTimings(request.progress, () => performance.now());
    const workspace = await openWorkspace(folder, compiled.image);
    try {
      const run = {
        ...{ ...rest, secrets, ...(ssh && { ssh }), workspace, timings, started },
        pins: engine.left.length === 0 ? pins : await pinned(),
        ...(opened && { offline: opened.offline }),
        ...(opened?.apkLayers && { apkLayers: opened.apkLayers }),
      };
      return await engine.guard(work(engine, run));
    } finally {
      await workspace.dispose();
    }
  });
}

/** The program with which the SDK talks to an engine is downloaded unless it is named. */
const PROGRAM = '_EXPERIMENTAL_DAGGER_CLI_BIN';

function checkProgram({ session }: OpenEngine, env: NodeJS.ProcessEnv): void {
  if (session.kind === 'own' || env[PROGRAM]) return;
  throw offlineMissing(`the dagger program, which ${PROGRAM} names,`);
}
