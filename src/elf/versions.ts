import type { Process } from './load.ts';
import type { ClosureProblem } from './problems.ts';

/**
 * Gives the check of a process's symbol versions, which looks at each pair of files once. As glibc
 * does it: a version has to be in the file that came for the library's name, unless the file has no
 * versions at all. (musl takes any version.)
 */
export function versionCheck(
  report: (problem: ClosureProblem) => void,
): (process: Process) => void {
  const seen = new Set<string>();
  return ({ objects, named }) => {
    for (const object of objects) {
      for (const { library, version, weak } of object.elf.requires) {
        const target = weak ? undefined : named.get(library);
        if (!target || target.elf.provides.length === 0) continue;
        const key = [object.path, target.path, library, version].join('\0');
        if (seen.has(key)) continue;
        seen.add(key);
        const offered = target.elf.provides;
        if (offered.includes(version)) continue;
        const newest = newestLike(version, offered);
        report({
          kind: 'missing-version',
          file: object.path,
          library,
          version,
          path: target.path,
          ...(newest === undefined ? {} : { newest }),
        });
      }
    }
  };
}

/** The highest of the versions that differ from this one in their number only. */
function newestLike(version: string, offered: readonly string[]): string | undefined {
  const family = familyOf(version);
  if (family === undefined) return undefined;
  return offered
    .filter((one) => familyOf(one) === family)
    .reduce<string | undefined>(
      (best, one) => (best === undefined || compare(one, best) > 0 ? one : best),
      undefined,
    );
}

/** `GLIBC_` of `GLIBC_2.38`; undefined for names without a number, as `GLIBC_PRIVATE`. */
function familyOf(version: string): string | undefined {
  const at = version.lastIndexOf('_') + 1;
  return /^\d/.test(version.slice(at)) ? version.slice(0, at) : undefined;
}

/** By the numbers between the dots. */
function compare(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? -1) - (right[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(version: string): number[] {
  const number = version.slice(version.lastIndexOf('_') + 1);
  return number.split('.').map((part) => Number.parseInt(part, 10) || 0);
}
