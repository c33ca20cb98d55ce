import { number } from './number.ts';
import type { Pages } from './pages.ts';
import type { Range } from './segments.ts';
import type { Strings } from './strings.ts';
import type { VersionRequirement } from './types.ts';

export interface VersionSource {
  pages: Pages;
  little: boolean;
  strings: Strings;
}

const NEED = 16;
const NEED_VERSION = 16;
const DEFINITION = 20;
const DEFINITION_NAME = 8;
const IS_BASE = 1;
const IS_WEAK = 2;

/** The versions asked of libraries (`DT_VERNEED`); undefined when the table is not whole. */
export async function readRequires(
  table: Range,
  source: VersionSource,
): Promise<VersionRequirement[] | undefined> {
  const { little, strings } = source;
  const read = recordsOf(table, source);
  const requires: VersionRequirement[] = [];
  for (let at = 0; ; ) {
    const need = await read(at, NEED);
    if (!need || number(need, 0, 2, little) !== 1) return undefined;
    const library = await strings(number(need, 4, 4, little));
    if (library === undefined) return undefined;
    for (let inner = at + number(need, 8, 4, little); ; ) {
      const entry = await read(inner, NEED_VERSION);
      const version = entry && (await strings(number(entry, 8, 4, little)));
      if (!entry || version === undefined) return undefined;
      const weak = (number(entry, 4, 2, little) & IS_WEAK) !== 0;
      requires.push({ library, version, weak });
      const next = number(entry, 12, 4, little);
      if (next === 0) break;
      inner += next;
    }
    const next = number(need, 12, 4, little);
    if (next === 0) return requires;
    at += next;
  }
}

/** The versions a library offers (`DT_VERDEF`); undefined when the table is not whole. */
export async function readProvides(
  table: Range,
  source: VersionSource,
): Promise<string[] | undefined> {
  const { little, strings } = source;
  const read = recordsOf(table, source);
  const provides: string[] = [];
  for (let at = 0; ; ) {
    const definition = await read(at, DEFINITION);
    if (!definition || number(definition, 0, 2, little) !== 1) return undefined;
    // The first name is the version, the rest are the versions it builds on.
    const entry = await read(at + number(definition, 12, 4, little), DEFINITION_NAME);
    const name = entry && (await strings(number(entry, 0, 4, little)));
    if (name === undefined) return undefined;
    if ((number(definition, 2, 2, little) & IS_BASE) === 0) provides.push(name);
    const next = number(definition, 16, 4, little);
    if (next === 0) return provides;
    at += next;
  }
}

/** Links lead forwards only, and every record has a string, so a chain ends with one or the other. */
function recordsOf(table: Range, { pages }: VersionSource) {
  return async (at: number, length: number): Promise<Buffer | undefined> =>
    at + length > table.length ? undefined : pages.read(table.offset + at, length);
}
