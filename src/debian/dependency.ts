import type { Relation } from './version.ts';

/** One name of a dependency, for example `libc6 (>= 2.38)`. */
export interface Dependency {
  name: string;
  relation?: Relation;
  version?: string;
}

/** Alternatives, of which one has to be there. */
export type Group = Dependency[];

const ITEM =
  /^([a-z0-9][a-z0-9+.-]*)(?::([a-z0-9-]+))?\s*(?:\(\s*(<<|<=|=|>=|>>|<|>)\s*([0-9A-Za-z][^\s)]*)\s*\))?\s*(?:\[([^\]]*)\])?\s*(?:<[^>]*>\s*)*$/;

/**
 * Reads a Depends, Pre-Depends or Provides field. Groups that are for other architectures only are
 * left out. Throws a plain sentence on text that is not a dependency.
 */
export function parseDependencies(field: string, architecture: string): Group[] {
  return field
    .split(',')
    .map((group) => group.trim())
    .filter((group) => group !== '')
    .map((group) => parseGroup(group, architecture))
    .filter((group) => group.length > 0);
}

/** Alternatives as they are written in a control file. */
export function showGroup(group: Group): string {
  return group.map(showDependency).join(' | ');
}

function showDependency({ name, relation, version }: Dependency): string {
  return relation ? `${name} (${relation} ${version})` : name;
}

function parseGroup(group: string, architecture: string): Group {
  return group.split('|').flatMap((item) => parseItem(item.trim(), architecture));
}

function parseItem(item: string, architecture: string): Group {
  const match = ITEM.exec(item);
  if (!match) throw new Error(`${JSON.stringify(item)} is not a dependency`);
  const [, name = '', , relation, version, architectures] = match;
  if (architectures !== undefined && !isFor(architectures, architecture)) return [];
  if (!relation || !version) return [{ name }];
  return [{ name, relation: modern(relation), version }];
}

/** `[amd64 arm64]` names those meant, `[!i386]` those that are not. */
function isFor(list: string, architecture: string): boolean {
  const names = list.split(/\s+/).filter((name) => name !== '');
  if (names.some((name) => name.startsWith('!'))) return !names.includes(`!${architecture}`);
  return names.some((name) => name === architecture || name === 'any' || name === 'linux-any');
}

/** The old spellings `<` and `>` mean "or equal". */
function modern(relation: string): Relation {
  if (relation === '<') return '<=';
  if (relation === '>') return '>=';
  return relation as Relation;
}
