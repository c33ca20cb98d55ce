import { parseYaml } from '../spec/document.ts';
import { objectOf, record } from './json-object.ts';
import { packageOf } from './node-packages.ts';
import type { ExpectedPackage } from './types.ts';

interface Entry {
  name: string;
  version: string;
  /** Name and range of what it needs on every machine. */
  needs: [name: string, range: string][];
}

/**
 * What a yarn.lock, of Yarn 1 or later, puts into an image on every machine. It does not tell what
 * is for development, so the package.json of the project, and those of its workspaces, say where to
 * start.
 */
export function yarnLockPackages(text: string, manifests: readonly string[]): ExpectedPackage[] {
  const entries = /^__metadata:/m.test(text) ? modern(text) : classic(text);
  const waiting = manifests.flatMap((manifest) =>
    Object.entries(record(objectOf(manifest)['dependencies'])).map(keyOf),
  );
  const reached = new Set<Entry>();
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    const entry = entries.get(key);
    if (!entry || reached.has(entry)) continue;
    reached.add(entry);
    waiting.push(...entry.needs.map(keyOf));
  }
  return [...reached].flatMap(({ name, version }) => packageOf(name, version) ?? []);
}

/** Later Yarns write the protocol of the registry out. */
function keyOf([name, range]: [string, unknown]): string {
  return `${name}@${String(range).replace(/^npm:(?![@\w.-]+@)/, '')}`;
}

function modern(text: string): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const parsed = parseYaml(text, 'yarn.lock');
  for (const [keys, value] of Object.entries(record(parsed.ok && parsed.value.value))) {
    const { version, resolution, dependencies, dependenciesMeta, conditions } = record(value);
    const name = /^(@?[^@]+)@/.exec(String(resolution))?.[1];
    // A workspace is no package of a registry, and its manifest says what it needs.
    if (!name || conditions !== undefined || /@workspace:/.test(String(resolution))) continue;
    const meta = record(dependenciesMeta);
    const needs = Object.entries(record(dependencies)).flatMap(([need, range]) =>
      record(meta[need])['optional'] === true ? [] : [[need, String(range)] as [string, string]],
    );
    const entry = { name, version: String(version), needs };
    for (const key of keys.split(/,\s*/)) entries.set(unprefixed(key), entry);
  }
  return entries;
}

/** `"a@npm:^1.0.0"` and `a@^1.0.0` are one. */
function unprefixed(key: string): string {
  const at = key.indexOf('@', 1);
  return keyOf([key.slice(0, at), key.slice(at + 1)]);
}

/** A format of its own: keys at the margin, `version`, and maps that are indented once more. */
function classic(text: string): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const block of text.split(/\n(?=[^\s#])/)) {
    const [head = '', ...lines] = block.split('\n');
    const keys = head.replace(/:\s*$/, '').split(/,\s*/).map(unquoted);
    const first = keys[0] ?? '';
    const entry: Entry = { name: nameIn(first), version: '', needs: [] };
    let map = '';
    for (const line of lines) {
      const [, indent = '', key = '', value] = /^(\s+)("[^"]+"|[^\s:]+):?\s*(.*)$/.exec(line) ?? [];
      if (indent.length === 2) map = value ? '' : unquoted(key);
      if (indent.length === 2 && key === 'version') entry.version = unquoted(value ?? '');
      if (indent.length === 4 && map === 'dependencies') {
        entry.needs.push([unquoted(key), unquoted(value ?? '')]);
      }
    }
    if (entry.version) for (const key of keys) entries.set(key, entry);
  }
  return entries;
}

/** `a@npm:b@^1.0.0` is an alias: the package is b. */
function nameIn(key: string): string {
  const at = key.indexOf('@', 1);
  const aliased = /^npm:(@?[^@]+)@/.exec(key.slice(at + 1))?.[1];
  return aliased ?? key.slice(0, at);
}

function unquoted(text: string): string {
  return text.trim().replace(/^"(.*)"$/, '$1');
}
