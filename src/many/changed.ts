import { LOCK_FILE } from '../lock/name.ts';
import { fits, isName } from './patterns.ts';

/** All that decides what an image is, as paths from its project folder; some lead out of it with `..`. */
export interface Watched {
  /** The spec, and a preset that lies beside it. */
  specs: readonly string[];
  /** What was looked for when the plan was made, whether it was there or not. */
  looked: ReadonlySet<string>;
  /** Texts of the spec that may name a file or a folder. */
  named: readonly string[];
  /** What each stage of the build sees. */
  stages: readonly { include: readonly string[]; exclude: readonly string[] }[];
  /** Whether its preset came with an npm package, which a lock file of npm has. */
  packaged: boolean;
}

const PACKAGE_LOCK =
  /^(?:\.\.\/)*(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock)$/;

/** What a path is to an image, in words; undefined for what it cannot depend on. */
function partOf(path: string, watched: Watched): string | undefined {
  if (watched.specs.includes(path)) return 'the spec or its preset';
  if (path === LOCK_FILE) return 'the lock';
  if (watched.packaged && PACKAGE_LOCK.test(path)) return 'the lock file of its preset';
  if (watched.looked.has(path)) return 'a file that the plan is made from';
  if (watched.named.some((text) => isBelow(path, text))) return 'a file that the spec names';
  // An upload has nothing from outside of the project.
  if (path.startsWith('../')) return undefined;
  const isSource = watched.stages.some(
    ({ include, exclude }) => fits(include, path) && !fits(exclude, path),
  );
  return isSource ? 'a source' : undefined;
}

/**
 * Why an image has to be built again, by the first of the changed files that it depends on, or because
 * a file that it is built from is in no commit, so that nobody knows whether it changed.
 */
export function reasonToBuild(
  watched: Watched,
  changed: readonly string[],
  ignored: readonly string[],
): string | undefined {
  for (const path of changed) {
    const part = partOf(path, watched);
    if (part) return `${path} changed, ${part}`;
  }
  const names = watched.stages.flatMap(({ include }) => include.filter(isName));
  const unknown = names.find((name) => ignored.some((path) => isBelow(name, path)));
  return unknown && `${unknown} is built into it, and git ignores it`;
}

/** Whether it is this file, or lies in this folder. */
function isBelow(path: string, place: string): boolean {
  const bare = place.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
  if (bare === '' || bare === '.') return false;
  return path === bare || path.startsWith(`${bare}/`);
}
