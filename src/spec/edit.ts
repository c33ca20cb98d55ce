import { isMap, parse, parseDocument, type Range } from 'yaml';
import { base as baseSchema } from './base-schema.ts';
import type { Spec } from './schema.ts';

/** The key after which a base is written that the spec does not have. */
const BEFORE = ['entrypoint', 'with', 'language', 'version'];

/**
 * A spec's text with another `base`, everything else as it is, comments included. Undefined for a
 * text that is no map, which a checked spec always is.
 */
export function withBase(text: string, base: string): string | undefined {
  const root = parseDocument(text, { prettyErrors: false }).contents;
  if (!isMap(root)) return undefined;
  const placeOf = (name: string): Place | undefined => {
    const pair = root.items.find(({ key }) => String(key) === name);
    const [key, value] = [rangeOf(pair?.key), rangeOf(pair?.value)];
    return key && value && { key, value };
  };
  const place = placeOf('base');
  if (place) return replaced(text, place, base);
  const before = BEFORE.map(placeOf).find((one) => one !== undefined);
  return before && added(text, before, base, root.flow === true);
}

interface Place {
  key: Range;
  value: Range;
}

function rangeOf(node: unknown): Range | undefined {
  return (node as { range?: Range | null } | null | undefined)?.range ?? undefined;
}

function replaced(text: string, { key, value: [start, end] }: Place, base: string): string {
  const colon = text.indexOf(':', key[1]) + 1;
  // A block value begins on another line: what stands before it, an anchor or comments, stays.
  const between = text.slice(colon, start);
  const cut = between.search(/\s*(?:\s#|\n|$)/);
  const comments = between.slice(cut).trimEnd();
  const lineEnd = /\r?\n$/.exec(text.slice(start, end))?.[0] ?? '';
  const head = text.slice(0, colon) + between.slice(0, cut);
  return `${head} ${base}${comments}${lineEnd}${text.slice(end)}`;
}

function added(text: string, { key, value }: Place, base: string, flow: boolean): string {
  const end = value[1];
  if (flow) return `${text.slice(0, end)}, base: ${base}${text.slice(end)}`;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = /(?:^|\n)([ \t]*)$/.exec(text.slice(0, key[0]))?.[1] ?? '';
  // The value of a block ends after its last line.
  const lineEnd = text.indexOf('\n', Math.max(0, end - 1));
  const at = lineEnd < 0 ? text.length : lineEnd + 1;
  const gap = lineEnd < 0 ? eol : '';
  return `${text.slice(0, at)}${gap}${indent}base: ${base}${eol}${text.slice(at)}`;
}

/** A base as it is written in a spec; undefined for what no spec would take. */
export function readBase(text: string): NonNullable<Spec['base']> | undefined {
  try {
    return baseSchema.safeParse(parse(text)).data;
  } catch {
    return undefined;
  }
}
