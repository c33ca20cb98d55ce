import { realpath } from 'node:fs/promises';
import { basename, isAbsolute, relative, sep } from 'node:path';
import { reasonToBuild, type Watched } from './changed.ts';
import type { CompiledTarget } from './compile-targets.ts';
import type { Changes } from './git.ts';

/** Why an image is built, or why it is not. */
export interface Choice {
  target: CompiledTarget;
  built: boolean;
  why: string;
}

/** Holds images against changes. What cannot be told is built. */
export function chooseChanged(
  targets: readonly CompiledTarget[],
  changes: Changes,
): Promise<Choice[]> {
  return Promise.all(targets.map((target) => choose(target, changes)));
}

async function choose(target: CompiledTarget, changes: Changes): Promise<Choice> {
  const { result } = target;
  if (!result.ok) return { target, built: true, why: 'its spec is wrong' };
  const folder = await realpath(result.value.folder).catch(() => result.value.folder);
  const inside = relative(changes.root, folder);
  if (inside.startsWith('..') || isAbsolute(inside)) {
    return { target, built: true, why: 'it lies outside of the repository' };
  }
  const from = (path: string) =>
    relative(inside, path.replace(/\/$/, '')).split(sep).join('/') || '.';
  const why = reasonToBuild(watchedBy(target), changes.files.map(from), changes.ignored.map(from));
  if (why) return { target, built: true, why };
  return { target, built: false, why: `nothing of it changed since ${changes.since}` };
}

function watchedBy({ result, spec }: CompiledTarget): Watched {
  if (!result.ok) throw new Error('a spec that is wrong depends on nothing');
  const { resolved, preset, looked, plan, sources } = result.value;
  const own = [...sources.keys()].filter((file) => /(?:^|\/)[^/]*\.ya?ml$/.test(file));
  return {
    specs: [basename(resolved.file), ...own],
    looked,
    named: NAMING.flatMap((key) => textsOf(spec?.[key])),
    stages: plan.stages.map(({ files }) => files),
    packaged: preset.package !== undefined,
  };
}

/** Keys of a spec below which files of the project may be named. */
const NAMING = ['network', 'apk', 'policy', 'runtime', 'build'] as const;

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
