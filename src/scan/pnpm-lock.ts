import { parseYaml } from '../spec/document.ts';
import { record } from './json-object.ts';
import { packageOf } from './node-packages.ts';
import type { ExpectedPackage } from './types.ts';

/**
 * What a pnpm lock file (version 9) puts into an image on every machine: all that the production
 * dependencies of its projects reach, but for what is optional or for some systems only. Nothing
 * where the text is no such file.
 */
export function pnpmLockPackages(text: string): ExpectedPackage[] | undefined {
  const parsed = parseYaml(text, 'pnpm-lock.yaml');
  const lock = record(parsed.ok && parsed.value.value);
  if (!String(lock['lockfileVersion']).startsWith('9.')) return undefined;
  const snapshots = record(lock['snapshots']);
  const packages = record(lock['packages']);
  const reached = new Set<string>();
  const waiting = Object.values(record(lock['importers'])).flatMap((importer) =>
    Object.entries(record(record(importer)['dependencies'])).map(([name, value]) =>
      keyOf(name, record(value)['version']),
    ),
  );
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (reached.has(key) || snapshots[key] === undefined) continue;
    if (isLimited(record(packages[withoutPeers(key)]))) continue;
    reached.add(key);
    const { dependencies } = record(snapshots[key]);
    for (const [name, version] of Object.entries(record(dependencies))) {
      waiting.push(keyOf(name, version));
    }
  }
  return [...new Set([...reached].map(withoutPeers))].flatMap((key) => {
    const at = key.indexOf('@', 1);
    return packageOf(key.slice(0, at), record(packages[key])['version'] ?? key.slice(at + 1)) ?? [];
  });
}

/** The key of a snapshot: an alias has the other package's name in its version. */
function keyOf(name: string, version: unknown): string {
  const text = String(version);
  return /^@?[^@/():]+(?:\/[^@/():]+)?@/.test(text) ? text : `${name}@${text}`;
}

/** `a@1.0.0(b@2.0.0)`: which peers it found is no matter of its version. */
function withoutPeers(key: string): string {
  return key.replace(/\(.*$/, '');
}

function isLimited(entry: Record<string, unknown>): boolean {
  return ['os', 'cpu', 'libc'].some((key) => entry[key] !== undefined);
}
