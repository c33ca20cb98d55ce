import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inputContext } from './artifacts.ts';
import type { Compiled } from './compile.ts';
import { withPipeline } from './dagger/index.ts';
import { type OpenEngine, withEngine } from './engine/open.ts';
import { changedBase } from './inputs/changed-base.ts';
import { type ResolvedInputs, resolveInputs } from './inputs/resolve.ts';
import { createPins, type Pins, usedOnce } from './lock/pins.ts';
import { lockedPreset } from './lock/pins-for.ts';
import type { LockContent } from './lock/schema.ts';
import type { Progress } from './progress.ts';

export interface LockRequest {
  compiled: Compiled;
  /** The other images of the same spec, which the lock is for as well. */
  others?: readonly Compiled[];
  engine?: string;
  env: NodeJS.ProcessEnv;
  now: () => Date;
  progress: Progress;
  signal: AbortSignal;
}

/**
 * Everything a build of the spec would look up, looked up now. `inputs` are what it led to, for the
 * first image of a spec that has several.
 */
export async function lockInputs(
  request: LockRequest,
): Promise<{ content: LockContent; inputs: ResolvedInputs }> {
  const { compiled, others = [] } = request;
  return withEngine({ ...request, key: compiled.plan.name }, (engine) => {
    const pins = createPins();
    const work = async () => {
      const inputs = await lookUp(engine, pins, request);
      for (const other of others) await lookUp(engine, pins, { ...request, compiled: other });
      const [preset, ...presets] = usedPresets([compiled, ...others]);
      const content = {
        platform: compiled.plan.platform,
        preset: preset ?? lockedPreset(compiled.preset),
        ...(presets.length > 0 && { presets }),
        ...usedOnce(pins.used),
      };
      return { content, inputs };
    };
    return engine.guard(work());
  });
}

async function lookUp(
  engine: OpenEngine,
  pins: Pins,
  request: LockRequest,
): Promise<ResolvedInputs> {
  const { plan, folder, image } = request.compiled;
  const context = await inputContext(engine, { ...request, pins });
  const whose = image === undefined ? '' : ` of ${image}`;
  request.progress({
    phase: 'lock',
    message: `resolving base, toolchain and scanners${whose}`,
  });
  const inputs = await resolveInputs(plan, folder, { ...context, env: request.env });
  const scratch = await mkdtemp(join(tmpdir(), 'harden-lock-'));
  try {
    const base = await withPipeline(engine.session, (pipeline) =>
      changedBase(inputs.base, {
        ...context,
        plan,
        folder,
        network: inputs.network,
        pipeline,
        archive: join(scratch, 'apk.tar'),
        built: { cacheBuster: randomUUID() },
      }),
    );
    return { ...inputs, base };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The presets of all images, each once, in the order of the images. */
export function usedPresets(all: readonly Compiled[]): LockContent['preset'][] {
  const presets = all.map(({ preset }) => lockedPreset(preset));
  return [...new Map(presets.map((one) => [one.name, one])).values()];
}
