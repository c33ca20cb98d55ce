import { isMap, parse, parseDocument } from 'yaml';
import { base as baseSchema } from './base-schema.ts';
import type { Spec } from './schema.ts';

/** The key after which a base is written that the spec does not have. */
const BEFORE = ['entrypoint', 'with', 'language', 'version'];

/**
 * A spec's text with another `base`, everything else as it is, comments included. Undefined for a
 * text that is no map, which a checked spec always is.
 */
export function withBase(text: string, base: string): string | undefined {
  const document = parseDocument(text, { prettyErrors: false });
  const root = document.contents;
  if (!isMap(root)) return undefined;
  const rangeOf = (name: string) => {
    const pair = root.items.find(({ key }) => String(key) === name);
    return (pair?.value as { range?: [number, number, number] } | null)?.range;
  };
  const range = rangeOf('base');
  if (range) {
    const [start, end] = range;
    // A block value begins on the next line, and its indentation goes with it.
    const head = text.slice(0, start).replace(/\n[ \t]*$/, ' ');
    const tail = text.slice(end);
    return `${head}${base}${text.slice(0, end).endsWith('\n') ? '\n' : ''}${tail}`;
  }
  const after = BEFORE.map(rangeOf).find((one) => one !== undefined);
  if (!after) return undefined;
  const lineEnd = text.indexOf('\n', Math.max(0, after[1] - 1));
  const at = lineEnd < 0 ? text.length : lineEnd + 1;
  const gap = lineEnd < 0 ? '\n' : '';
  return `${text.slice(0, at)}${gap}base: ${base}\n${text.slice(at)}`;
}

/** A base as it is written in a spec; undefined for what no spec would take. */
export function readBase(text: string): NonNullable<Spec['base']> | undefined {
  try {
    return baseSchema.safeParse(parse(text)).data;
  } catch {
    return undefined;
  }
}
