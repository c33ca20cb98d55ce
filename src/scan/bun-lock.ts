import { objectOf, record } from './json-object.ts';
import { packageOf } from './node-packages.ts';
import type { ExpectedPackage } from './types.ts';

/**
 * What a bun.lock puts into an image on every machine: all that the production dependencies of its
 * workspaces reach, but for what is optional or for some systems only. Undefined where the text is no
 * such file.
 */
export function bunLockPackages(text: string): ExpectedPackage[] | undefined {
  const lock = objectOf(withoutTrailingCommas(text));
  if (typeof lock['lockfileVersion'] !== 'number') return undefined;
  const packages = record(lock['packages']);
  const reached = new Map<string, ExpectedPackage | undefined>();
  const waiting = Object.entries(record(lock['workspaces'])).flatMap(([path, value]) => {
    const { name, dependencies } = record(value);
    return needsOf(dependencies, path === '' ? '' : String(name));
  });
  for (let need = waiting.pop(); need; need = waiting.pop()) {
    const key = found(need, packages);
    if (key === undefined || reached.has(key)) continue;
    const [id, , about] = Array.isArray(packages[key]) ? packages[key] : [];
    // A workspace has only its name and its folder here; what it needs is said above.
    if (/@workspace:/.test(String(id)) || isLimited(record(about))) continue;
    reached.set(key, identified(String(id)));
    waiting.push(...needsOf(record(about)['dependencies'], key));
  }
  return [...reached.values()].filter((one) => one !== undefined);
}

/** What asks for a package: the keys of those above it say which version of several it gets. */
interface Need {
  name: string;
  parent: string;
}

function needsOf(dependencies: unknown, parent: string): Need[] {
  return Object.keys(record(dependencies)).map((name) => ({ name, parent }));
}

/** As Node looks in the folders above: `a/b/c`, then `a/c`, then `c`. */
function found({ name, parent }: Need, packages: Record<string, unknown>): string | undefined {
  const parts = parent.match(/@[^/]+\/[^/]+|[^/]+/g) ?? [];
  for (let depth = parts.length; depth >= 0; depth--) {
    const key = [...parts.slice(0, depth), name].join('/');
    if (Object.hasOwn(packages, key)) return key;
  }
  return undefined;
}

function identified(id: string): ExpectedPackage | undefined {
  const at = id.indexOf('@', 1);
  return packageOf(id.slice(0, at), id.slice(at + 1));
}

function isLimited(entry: Record<string, unknown>): boolean {
  return ['os', 'cpu', 'libc'].some((key) => entry[key] !== undefined);
}

/** bun writes JSON with a comma after the last of each list. */
function withoutTrailingCommas(text: string): string {
  return text.replace(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, (_all, quoted) => quoted ?? '');
}
