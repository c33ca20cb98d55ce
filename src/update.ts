import { allEnded } from './all-ended.ts';
import { inputContext } from './artifacts.ts';
import type { Compiled } from './compile.ts';
import { withPipeline } from './dagger/index.ts';
import { HardenError } from './diagnostics/diagnostic.ts';
import { type OpenEngine, withEngine } from './engine/open.ts';
import { type ResolvedBase, resolveBase } from './inputs/base.ts';
import { changedBase } from './inputs/changed-base.ts';
import { buildNetwork } from './inputs/network.ts';
import { resolveScanners } from './inputs/scanner.ts';
import { smokeHelper } from './inputs/smoke.ts';
import { createPins } from './lock/pins.ts';
import type { Lock, LockContent } from './lock/schema.ts';
import type { LockRequest } from './lock-inputs.ts';
import { assembleImage } from './oci/assemble.ts';
import { openWorkspace, type Workspace } from './output.ts';
import { shipsJars } from './plan/jars.ts';
import { joinReports } from './scan/join.ts';
import { scanLayout } from './scan-layout.ts';
import { diffBases } from './update/diff.ts';
import type { BaseState, UpdateReport } from './update/types.ts';

/**
 * The base as the old lock has it and as the new one has, both scanned with today's database. Says
 * why when the old one cannot be had any more.
 */
export async function compareBases(
  request: LockRequest,
  before: Lock,
  after: LockContent,
): Promise<Pick<UpdateReport, 'base' | 'notCompared'>> {
  const { compiled } = request;
  if (compiled.plan.base.kind === 'scratch') return {};
  return withEngine({ ...request, key: compiled.plan.name }, async (engine) => {
    const workspace = await openWorkspace(compiled.folder, compiled.image);
    try {
      return await engine.guard(compareOn(engine, request, [before, after], workspace));
    } finally {
      await workspace.dispose();
    }
  });
}

async function compareOn(
  engine: OpenEngine,
  request: LockRequest,
  locks: [LockContent, LockContent],
  workspace: Workspace,
): Promise<Pick<UpdateReport, 'base' | 'notCompared'>> {
  const contextFor = async (lock: LockContent) => {
    const pins = createPins(lock, true);
    return inputContext(engine, { ...request, pins });
  };
  const { scan, expect } = request.compiled.plan;
  const jars = shipsJars({ expect });
  const current = await contextFor(locks[1]);
  const helper = smokeHelper(current);
  const scanners = await resolveScanners(scan, current, { jars });
  try {
    const [before, after] = await withPipeline(engine.session, async (pipeline) => {
      const state = async (lock: LockContent, name: string): Promise<BaseState> => {
        const { plan, folder } = request.compiled;
        const context = await contextFor(lock);
        const path = (file: string) => workspace.path(`${name}-${file}`);
        const base = await changedBase(await resolveBase(plan.base, context), {
          ...context,
          plan,
          folder,
          network: buildNetwork(plan.network, folder, request.env),
          pipeline,
          archive: path('apk.tar'),
        });
        const { layout, size } = await baseImage(base, request.compiled, path('image'));
        const { platform } = plan;
        const scan = { scanners, pipeline, helper, layout, platform, path, scanCache: name };
        const { packages, findings } = joinReports(await scanLayout(scan));
        return { packages, findings, size };
      };
      return allEnded([state(locks[0], 'before'), state(locks[1], 'after')]);
    });
    return { base: diffBases(before, after) };
  } catch (thrown) {
    if (!(thrown instanceof HardenError)) throw thrown;
    return { notCompared: thrown.diagnostics.map(({ message }) => message).join('; ') };
  }
}

/** The base alone, as an image that a scanner can read. */
function baseImage({ image }: ResolvedBase, { plan }: Compiled, layoutDir: string) {
  const { name, config, platform } = plan;
  return assembleImage({ name, config, platform, base: image, layers: [], layoutDir });
}
