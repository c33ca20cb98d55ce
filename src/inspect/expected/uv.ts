import type { ExpectedPackage } from '../../scan/types.ts';
import { type Environment, markerHolds } from './markers.ts';
import { isTable, parseToml, type Toml, type TomlTable } from './toml.ts';

/**
 * The packages of a uv.lock that the project itself needs, its development groups left out. What
 * hangs on a marker counts only where the marker is known to hold. Undefined for text that is no
 * uv.lock.
 */
export function uvLockPackages(
  text: string,
  environment: Environment,
): ExpectedPackage[] | undefined {
  const locked = tablesOf(parseToml(text)?.['package']);
  const root = locked.find(({ source }) => isTable(source) && isProject(source));
  if (!root) return undefined;
  const found = new Map<TomlTable, Set<string>>([[root, new Set()]]);
  const queue = [root['dependencies']];
  for (const edges of queue) {
    for (const edge of tablesOf(edges)) {
      const target = targetOf(edge, locked);
      if (!target || !applies(edge, environment)) continue;
      const extras = found.get(target) ?? new Set();
      if (!found.has(target)) queue.push(target['dependencies']);
      found.set(target, extras);
      for (const extra of namesOf(edge['extra']).filter((name) => !extras.has(name))) {
        extras.add(extra);
        queue.push(optionalOf(target)[extra]);
      }
    }
  }
  found.delete(root);
  return [...found.keys()].flatMap(({ name, version }) =>
    typeof name === 'string' && typeof version === 'string'
      ? [{ name, version, type: 'python' }]
      : [],
  );
}

/** The project that the lock lies in; a member of a workspace has another folder. */
function isProject({ editable, virtual }: TomlTable): boolean {
  return editable === '.' || virtual === '.';
}

/** An edge names a version where the lock has several. */
function targetOf({ name, version }: TomlTable, locked: readonly TomlTable[]) {
  return locked.find(
    (one) => one['name'] === name && (version === undefined || one['version'] === version),
  );
}

function optionalOf({ 'optional-dependencies': optional }: TomlTable): TomlTable {
  return isTable(optional) ? optional : {};
}

function applies({ marker }: TomlTable, environment: Environment): boolean {
  return marker === undefined || markerHolds(String(marker), environment) === true;
}

function tablesOf(value: Toml | undefined): TomlTable[] {
  return Array.isArray(value) ? value.filter(isTable) : [];
}

function namesOf(value: Toml | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
