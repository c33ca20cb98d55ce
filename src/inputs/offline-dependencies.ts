import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { blobDir, cacheDir } from '../cache.ts';
import type { ResolvedToolchain } from '../dagger/index.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { blobPath } from '../oci/blob-writer.ts';
import { writeRootArchive } from '../oci/root-archive.ts';
import type { BuildPlan } from '../plan/types.ts';
import { readRecord, writeRecord } from '../records.ts';
import { dependencyKey } from './dependency-key.ts';
import type { Offline } from './offline.ts';

type Dependencies = NonNullable<Offline['dependencies']>;

/**
 * What the steps for dependencies left when a bundle was made, as an archive that the engine imports.
 * Where there is none, and no bundle was named, the engine's volumes have to do.
 * @throws HardenError offline/missing where the bundle was made of other files or steps.
 */
export async function offlineDependencies(
  plan: BuildPlan,
  folder: string,
  toolchain: ResolvedToolchain,
  { bundled, dependencies }: Offline,
): Promise<string | undefined> {
  const key = await dependencyKey(plan, folder, toolchain);
  if (key === undefined) return undefined;
  const known = bundled ? dependencies : await keptDependencies(key);
  if (known?.key === key) return archiveOf(known, plan);
  if (!bundled) return undefined;
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

/** Keeps for builds on this machine what is in a bundle that was made here. */
export async function keepDependencies({ key, layer }: Dependencies): Promise<void> {
  await writeRecord(recordOf(key), { key, layer });
}

async function keptDependencies(key: string): Promise<Dependencies | undefined> {
  const kept = await readRecord<Dependencies>(recordOf(key));
  if (!kept) return undefined;
  const file = blobPath(blobDir(), kept.layer.digest);
  const found = await stat(file).catch(() => undefined);
  if (found?.size !== kept.layer.size) return undefined;
  return { key: kept.key, layer: { ...kept.layer, file } };
}

function recordOf(key: string): string {
  return join(cacheDir(), 'dependencies', `${key.replace(':', '-')}.json`);
}

function archiveOf({ layer }: Dependencies, { platform }: BuildPlan): Promise<string> {
  const folder = join(cacheDir(), 'toolchains');
  return writeRootArchive({ layer, ref: 'dependencies', platform, folder });
}
