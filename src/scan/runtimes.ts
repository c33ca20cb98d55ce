import type { FileLedger } from '../inspect/ledger/types.ts';
import type { SeenPackage } from './types.ts';

type Seen = Pick<SeenPackage, 'type' | 'version' | 'path'>;

/**
 * Gaps: language runtimes in no package that no scanner recognised, in the version that they have.
 * Nobody looked for advisories of them.
 */
export function unseenRuntimes(
  runtimes: FileLedger['runtimes'],
  packages: readonly Seen[],
): string[] {
  const programs = packages.filter(({ type }) => type === 'binary');
  return runtimes
    .filter((runtime) => !programs.some((program) => isOf(program, runtime)))
    .map(
      ({ name, version, path }) =>
        `no scanner looked for advisories of ${name} ${version} itself: ${path} is of no package`,
    );
}

/** Of a Java the scanner names a file in its folder, and adds a build to the version. */
function isOf(seen: Seen, runtime: FileLedger['runtimes'][number]): boolean {
  const path = `/${seen.path?.replace(/^\/+/, '') ?? ''}`;
  if (path !== runtime.path && !path.startsWith(`${runtime.path}/`)) return false;
  const { version } = runtime;
  return seen.version === version || /^[.+_-]/.test(rest(seen.version, version));
}

function rest(text: string, start: string): string {
  return text.startsWith(start) ? text.slice(start.length) : '';
}
