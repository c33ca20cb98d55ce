import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { BuildPlan, Platform } from '../plan/types.ts';
import type { InputContext } from './context.ts';

/**
 * What the toolchain of a plan runs on: the engine's own platform where it builds for others, else that
 * of the image. What is portable is built where it will run if it can be, as packages that have
 * machine code then come with the right one; else where the engine runs, and held against the image.
 * @throws HardenError engine/other-platform where the engine can do neither.
 */
export async function toolchainPlatform(
  { platform, builds, language, toolchain, stages }: BuildPlan,
  { builder, runs }: Pick<InputContext, 'builder' | 'runs'>,
): Promise<Platform> {
  if (platform === builder || builds === 'cross') return builder;
  // What is only looked into need not run.
  if (stages.every(({ steps }) => steps.length === 0)) return platform;
  if (await runs(platform)) return platform;
  if (builds === 'portable') return builder;
  const message = `the preset ${language.preset} builds on ${platform} only, which this engine on ${builder} cannot run`;
  throw new HardenError(
    error('engine/other-platform', message, {
      span: toolchain.origin,
      hint: `use an engine on ${platform} with --engine, give this one an emulator (binfmt_misc with QEMU), or take ${platform} out of "platforms"`,
    }),
  );
}
