import { dirname, resolve } from 'node:path';
import { look, type Origin, originOf } from '../origin.ts';
import { outputOf } from '../output.ts';
import { canonicalJson } from '../plan/digest.ts';
import type { BuildPlan } from '../plan/types.ts';
import { readPresetText } from '../preset/text.ts';
import { projectFiles } from '../project-files.ts';
import { readSpecText } from '../spec/text.ts';
import type { AskedOf } from './never.ts';
import { Refused } from './refused.ts';
import { readStamp, type Stamp } from './stamp.ts';

/** A plan, and all that it was made of. */
export interface Planned {
  origin: Origin;
  plan: BuildPlan;
  /** What the preset calls itself. */
  preset: string;
  debianMirror?: string;
}

/**
 * What a stamp keeps, so that the next build need not compile; undefined where files do not decide it alone, or where
 * it tells of a network: the addresses of a company are in no file that a build leaves.
 */
export function plannedIn({ madeFrom, plan, preset, debianMirror }: AskedOf): Planned | undefined {
  if (!madeFrom || Object.keys(plan.network).length > 0) return undefined;
  const origin = originOf(madeFrom);
  return { origin, plan, preset: preset.name, ...(debianMirror && { debianMirror }) };
}

/**
 * What a spec was compiled to when it was built last, where it would be compiled to the same, and the stamp that says
 * so: nothing is parsed.
 * Undefined where it may be another, or no such build was made.
 * @param image of a spec with several images.
 */
export async function compiledBefore(
  path: string,
  image?: string,
): Promise<{ compiled: AskedOf; stamp: Stamp } | undefined> {
  const spec = await readSpecText(path);
  if (!spec.ok) return undefined;
  const { file } = spec.value;
  const folder = resolve(dirname(file));
  const stamp = await stampIn(outputOf(folder, image));
  if (!stamp?.planned) return undefined;
  const { origin, plan, debianMirror, preset: name } = stamp.planned;
  const preset = await readPresetText(origin.preset.reference, folder);
  if (!preset.ok) return undefined;
  const files = projectFiles(folder);
  const now = originOf({
    ...{ folder, spec: spec.value },
    language: origin.preset.reference,
    preset: preset.value,
    looked: Object.keys(origin.looked).map((path) => [path, look(files, path)]),
  });
  if (canonicalJson(now) !== canonicalJson(origin)) return undefined;
  const compiled = {
    // Of `base: auto`, and of several platforms, no plan is kept.
    ...{ plan, file, folder, base: undefined, others: [] },
    preset: { ...preset.value, name },
    ...(image !== undefined && { image }),
    ...(debianMirror && { debianMirror }),
  };
  return { compiled, stamp };
}

/** Undefined for one that says nothing either. */
async function stampIn(output: string): Promise<Stamp | undefined> {
  try {
    return await readStamp(output);
  } catch (thrown) {
    if (thrown instanceof Refused) return undefined;
    throw thrown;
  }
}
