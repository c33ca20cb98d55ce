import { objectOf, record } from './json-object.ts';
import type { ExpectedPackage } from './types.ts';

/** What a package brings that a program loads; one with none of it is not in the image. */
const LOADED = ['runtime', 'runtimeTargets', 'native'];

/**
 * The packages of NuGet that a .NET program says it was published with, in the NAME.deps.json beside
 * it. packages.lock.json also has those that only the build uses, and does not tell which. Undefined
 * where the text is no such file.
 */
export function dotnetDeps(text: string): ExpectedPackage[] | undefined {
  const { libraries, runtimeTarget, targets } = objectOf(text);
  if (runtimeTarget === undefined) return undefined;
  const target = record(record(targets)[String(record(runtimeTarget)['name'])]);
  return Object.entries(record(libraries)).flatMap(([id, entry]) => {
    const [name, version] = id.split('/');
    if (record(entry)['type'] !== 'package' || !name || !version) return [];
    if (!LOADED.some((key) => record(target[id])[key] !== undefined)) return [];
    return [{ name, version, type: 'dotnet' }];
  });
}
