import { type Diagnostic, error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import { decodeSpec } from './decode.ts';
import { type Parsed, parseYaml } from './document.ts';
import { type Spec, specSchema } from './schema.ts';
import { keySpan, type SourceMap } from './source-map.ts';
import { validate } from './validate.ts';

/** A spec as written, and where each of its values stands. */
export interface LoadedSpec {
  spec: Spec;
  source: SourceMap;
}

/** Text or bytes of a spec to the spec, or to all its mistakes. `file` is what spans name. */
export function loadSpec(text: Uint8Array | string, file: string): Result<LoadedSpec> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const decoded = decodeSpec(bytes, file);
  if (!decoded.ok) return decoded;
  const parsed = parseYaml(decoded.value, file);
  if (!parsed.ok) return parsed;
  const checked = validate(specSchema, parsed.value, (value) =>
    entrypointRule(value, parsed.value),
  );
  if (!checked.value) return fail(...checked.problems);
  return ok({ spec: checked.value, source: parsed.value.source });
}

/** The entrypoint may stand in two places and has to stand in one. */
function entrypointRule(value: unknown, { source }: Parsed): Diagnostic[] {
  if (!isMap(value)) return [];
  const top = 'entrypoint' in value;
  const below = isMap(value['runtime']) && 'entrypoint' in value['runtime'];
  if (top && below) {
    const span = keySpan(source, ['runtime', 'entrypoint']);
    const message = 'entrypoint stands at the top and below runtime, expected it once';
    return [error('spec/conflict', message, { span, hint: 'keep the one at the top' })];
  }
  if (top || below) return [];
  const span = { file: source.file, line: 1, column: 1, length: 1 };
  const hint = 'add the line: entrypoint: [/app/server]';
  return [error('spec/missing-key', `${source.file} has no entrypoint`, { span, hint })];
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
