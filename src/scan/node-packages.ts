import { objectOf } from './json-object.ts';
import type { ExpectedPackage } from './types.ts';

/** As scanners take names; what is called otherwise is a fixture and no package. */
const NAME = /^(?:@[\w.-]+\/)?[\w.-]+$/;
const VERSION = /^[v=]?\d+\.\d+\.\d+(?:[-+].*)?$/;

/** The package that a package.json describes; nothing where it has no name or no version. */
export function nodePackage(text: string): ExpectedPackage | undefined {
  const { name, version } = objectOf(text);
  return packageOf(name, version);
}

/** A package of the npm registry; nothing where name or version are of another kind. */
export function packageOf(name: unknown, version: unknown): ExpectedPackage | undefined {
  if (typeof name !== 'string' || typeof version !== 'string') return undefined;
  if (!NAME.test(name) || !VERSION.test(version)) return undefined;
  return { name, version, type: 'node' };
}
