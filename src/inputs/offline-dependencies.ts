import { join } from 'node:path';
import { cacheDir } from '../cache.ts';
import type { ResolvedToolchain } from '../dagger/index.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { writeRootArchive } from '../oci/root-archive.ts';
import type { BuildPlan } from '../plan/types.ts';
import { dependencyKey } from './dependency-key.ts';
import type { Offline } from './offline.ts';

/**
 * What the steps for dependencies left when the bundle was made, as an archive that the engine imports.
 * Without a bundle the engine's volumes have to do.
 * @throws HardenError offline/missing where the bundle was made of other files or steps.
 */
export async function offlineDependencies(
  plan: BuildPlan,
  folder: string,
  toolchain: ResolvedToolchain,
  { bundled, dependencies }: Offline,
): Promise<string | undefined> {
  const key = await dependencyKey(plan, folder, toolchain);
  if (key === undefined || !bundled) return undefined;
  if (dependencies?.key === key) return archiveOf(dependencies, plan);
  const origin = plan.stages.find(({ name }) => name === 'dependencies')?.steps[0]?.origin;
  throw new HardenError(
    error(
      'offline/missing',
      dependencies
        ? 'the dependencies in the bundle are of other lock files or steps than those of this project'
        : 'the bundle has no dependencies, and this project has steps that fetch some',
      {
        ...(origin && { span: origin }),
        hint: 'make the bundle of this very state of the project, with a network: harden bundle --output FILE',
      },
    ),
  );
}

function archiveOf(
  { layer }: NonNullable<Offline['dependencies']>,
  { platform }: BuildPlan,
): Promise<string> {
  const folder = join(cacheDir(), 'toolchains');
  return writeRootArchive({ layer, ref: 'dependencies', platform, folder });
}
