import { z } from 'zod';
import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { FILE_KEYS } from './file-schema.ts';
import { descriptionAt, keysAt, placesOf } from './shape.ts';
import { pathText } from './show.ts';
import { keySpan, type Path, valueSpan } from './source-map.ts';
import type { Checked } from './validate.ts';

/** Keys of the design that this version does not have. */
const LATER = new Set(['extends', 'secrets']);

export function unknownKey(key: string, path: Path, { schema, parsed }: Checked): Diagnostic {
  const place = path.length > 0 ? pathText(path) : parsed.source.file;
  const known = keysAt(schema, path);
  return error('spec/unknown-key', `${JSON.stringify(key)} is no key of ${place}`, {
    span: keySpan(parsed.source, [...path, key]),
    hint: hintFor(key, known, path, schema),
  });
}

function hintFor(key: string, known: readonly string[], path: Path, schema: Checked['schema']) {
  const near = suggest(key, path.length === 0 ? [...known, ...FILE_KEYS] : known);
  if (near) return `did you mean ${near}?`;
  if (LATER.has(key)) return `this version of harden has no ${key} yet: remove it`;
  const [elsewhere] = placesOf(schema, key).filter((one) => one.join() !== path.join());
  if (elsewhere?.length === 0) return `${key} belongs to the top of the file`;
  if (elsewhere) return `${key} belongs below ${pathText(elsewhere)}`;
  return known.length > 0 ? `use one of: ${known.join(', ')}` : 'remove it';
}

/** A missing key is shown at the key it belongs below, since it has no place of its own. */
export function missingKey(path: Path, { schema, parsed }: Checked): Diagnostic {
  const parent = path.slice(0, -1);
  const name = pathText(path.slice(-1));
  const place = parent.length > 0 ? pathText(parent) : parsed.source.file;
  const about = descriptionAt(schema, path, (one) => z.globalRegistry.get(one)?.description);
  const top = parent.length === 0;
  return error('spec/missing-key', `${place} has no ${name}`, {
    span: top ? valueSpan(parsed.source, []) : keySpan(parsed.source, parent),
    hint: EXAMPLES[pathText(path)] ?? (about ? `add ${name}: ${lower(about)}` : `add ${name}`),
  });
}

/** For what every spec needs, the line to write. */
const EXAMPLES: Record<string, string> = {
  version: 'add the line: version: 1',
  language: 'add the line: language: go (see: harden presets list)',
  entrypoint: 'add the line: entrypoint: [/app/server]',
};

function lower(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
