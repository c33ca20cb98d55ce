import { dirname, resolve } from 'node:path';
import { look, type Origin, originOf } from '../origin.ts';
import { outputOf } from '../output.ts';
import { canonicalJson } from '../plan/digest.ts';
import type { BuildPlan } from '../plan/types.ts';
import { readPresetText } from '../preset/text.ts';
import { projectFiles } from '../project-files.ts';
import { readSpecText } from '../spec/text.ts';
import type { Asking } from './never.ts';
import { Refused } from './refused.ts';
import { readStamp } from './stamp.ts';

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
export function plannedIn({
  origin,
  plan,
  preset,
  debianMirror,
}: Asking['compiled']): Planned | undefined {
  if (!origin || Object.keys(plan.network).length > 0) return undefined;
  return { origin, plan, preset: preset.name, ...(debianMirror && { debianMirror }) };
}

/**
 * What a spec was compiled to when it was built last, where it would be compiled to the same: nothing is parsed.
 * Undefined where it may be another, or no such build was made.
 * @param image of a spec with several images.
 */
export async function compiledBefore(
  path: string,
  image?: string,
): Promise<Asking['compiled'] | undefined> {
  const spec = await readSpecText(path);
  if (!spec.ok) return undefined;
  const { file } = spec.value;
  const folder = resolve(dirname(file));
  const planned = await plannedLast(outputOf(folder, image));
  if (!planned) return undefined;
  const { origin, plan, debianMirror } = planned;
  const preset = await readPresetText(origin.preset.reference, folder);
  if (!preset.ok) return undefined;
  const files = projectFiles(folder);
  const now = originOf({
    ...{ folder, spec: spec.value },
    language: origin.preset.reference,
    preset: preset.value,
    looked: Object.keys(origin.looked).map((name) => [name, look(files, name)]),
  });
  if (canonicalJson(now) !== canonicalJson(origin)) return undefined;
  return {
    ...{ plan, file, folder, origin, base: undefined, others: [] },
    preset: { ...preset.value, name: planned.preset },
    ...(image !== undefined && { image }),
    ...(debianMirror && { debianMirror }),
  };
}

async function plannedLast(output: string): Promise<Planned | undefined> {
  try {
    return (await readStamp(output))?.planned;
  } catch (thrown) {
    if (thrown instanceof Refused) return undefined;
    throw thrown;
  }
}
