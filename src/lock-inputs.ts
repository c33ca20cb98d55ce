import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inputContext } from './artifacts.ts';
import type { Compiled } from './compile.ts';
import { withPipeline } from './dagger/index.ts';
import { withEngine } from './engine/open.ts';
import { changedBase } from './inputs/changed-base.ts';
import { type ResolvedInputs, resolveInputs } from './inputs/resolve.ts';
import { createPins } from './lock/pins.ts';
import { lockedPreset } from './lock/pins-for.ts';
import type { LockContent } from './lock/schema.ts';
import type { Progress } from './progress.ts';

export interface LockRequest {
  compiled: Compiled;
  engine?: string;
  env: NodeJS.ProcessEnv;
  now: () => Date;
  progress: Progress;
  signal: AbortSignal;
}

/** Everything a build of the spec would look up, looked up now. `inputs` are what it led to. */
export async function lockInputs(
  request: LockRequest,
): Promise<{ content: LockContent; inputs: ResolvedInputs }> {
  const { compiled, progress } = request;
  const { plan, folder, preset } = compiled;
  return withEngine(request, plan.name, (engine) => {
    const { session } = engine;
    const pins = createPins();
    const context = inputContext(engine, { ...request, pins });
    const work = async () => {
      progress({ phase: 'lock', message: 'resolving base, toolchain and scanners' });
      const inputs = await resolveInputs(plan, folder, { ...context, env: request.env });
      const scratch = await mkdtemp(join(tmpdir(), 'harden-lock-'));
      try {
        const base = await withPipeline(session, (pipeline) =>
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
        const content = { platform: plan.platform, preset: lockedPreset(preset), ...pins.used };
        return { content, inputs: { ...inputs, base } };
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    };
    return engine.guard(work());
  });
}
