import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inputContext } from './artifacts.ts';
import { type Compiled, platformsOf } from './compile.ts';
import { withPipeline } from './dagger/index.ts';
import { type OpenEngine, withEngine } from './engine/open.ts';
import { changedBase } from './inputs/changed-base.ts';
import { type ResolvedInputs, resolveInputs } from './inputs/resolve.ts';
import { ofOwn } from './lock/format.ts';
import { lockedPreset } from './lock/locked-preset.ts';
import { createPins, type Pins, usedOnce } from './lock/pins.ts';
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
 * Everything a build of the spec would look up for each of its images and platforms, looked up now.
 * `inputs` are what it led to for the first of them.
 */
export async function lockInputs(
  request: LockRequest,
): Promise<{ content: LockContent; inputs: ResolvedInputs }> {
  const { compiled, others = [] } = request;
  const all = [compiled, ...others] as const;
  return withEngine({ ...request, key: compiled.plan.name }, (engine) => {
    const pins = createPins();
    const work = async () => {
      const [first, ...rest] = all.flatMap(platformsOf);
      const inputs = await lookUp(engine, pins, { ...request, compiled: first ?? compiled });
      for (const other of rest) await lookUp(engine, pins, { ...request, compiled: other });
      const content = { ...lockIdentity(all), ...usedOnce(pins.used) };
      return { content: ofOwn(content), inputs };
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
  const message = `resolving base, toolchain and scanners${whose} for ${plan.platform}`;
  request.progress({ phase: 'lock', message });
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

/** What a lock of the images of a spec is for: their platforms and presets, each once and in their order. */
export function lockIdentity(
  all: readonly [Compiled, ...Compiled[]],
): Pick<LockContent, 'platform' | 'platforms' | 'preset' | 'presets'> {
  const { plan, preset } = all[0];
  const platforms = [...new Set(all.flatMap(platformsOf).map((one) => one.plan.platform))];
  const used = new Map(all.map((one) => lockedPreset(one.preset)).map((one) => [one.name, one]));
  const [own = lockedPreset(preset), ...presets] = used.values();
  return {
    platform: plan.platform,
    ...(platforms.length > 1 && { platforms }),
    preset: own,
    ...(presets.length > 0 && { presets }),
  };
}
