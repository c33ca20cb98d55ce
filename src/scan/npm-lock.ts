import { objectOf, record } from './json-object.ts';
import { packageOf } from './node-packages.ts';
import type { ExpectedPackage } from './types.ts';

const FOLDER = 'node_modules/';

/**
 * What an npm lock file puts into an image on every machine: no packages for development, and none
 * that npm may leave out, as they are optional or for some systems only.
 */
export function npmLockPackages(text: string): ExpectedPackage[] {
  const lock = objectOf(text);
  if (lock['packages'] === undefined) return nested(lock);
  return Object.entries(record(lock['packages'])).flatMap(([path, value]) => {
    const entry = record(value);
    const at = path.lastIndexOf(FOLDER);
    if (at < 0 || entry['link'] === true || !isCertain(entry)) return [];
    // An alias has the name of the package itself beside it.
    return packageOf(entry['name'] ?? path.slice(at + FOLDER.length), entry['version']) ?? [];
  });
}

/** Version 1 of the format, of npm 6 and before. */
function nested(parent: Record<string, unknown>): ExpectedPackage[] {
  return Object.entries(record(parent['dependencies'])).flatMap(([name, value]) => {
    const entry = record(value);
    if (!isCertain(entry)) return [];
    return [packageOf(name, entry['version']) ?? [], nested(entry)].flat();
  });
}

const UNCERTAIN = ['dev', 'optional', 'devOptional', 'extraneous', 'os', 'cpu', 'libc'];

function isCertain(entry: Record<string, unknown>): boolean {
  return UNCERTAIN.every((key) => entry[key] === undefined || entry[key] === false);
}
