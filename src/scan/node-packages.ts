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

/** The fields of a JSON object; none where the text is something else. */
export function objectOf(text: string): Record<string, unknown> {
  try {
    return record(JSON.parse(text));
  } catch {
    return {};
  }
}

/** A value as an object, whatever it is. */
export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
