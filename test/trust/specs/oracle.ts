import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { packagePath } from '../../../src/package-root.ts';
import { canonicalJson } from '../../../src/plan/digest.ts';

const schema = JSON.parse(readFileSync(packagePath('schema/hardening.schema.json'), 'utf8'));
const fits = new Ajv({ strict: false, unicodeRegExp: false }).compile(schema);

/**
 * What is wrong with a spec that was accepted, by another reading of it: a YAML library alone and the
 * JSON Schema. `again` compiles a text; what it makes of the plain data has to be the same plan.
 */
export async function wrongWith(
  bytes: Uint8Array,
  plan: unknown,
  again: (text: string) => Promise<unknown>,
): Promise<string | undefined> {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const data = parse(text, { uniqueKeys: true, merge: false });
  if (!fits(data)) return `its schema does not take it: ${JSON.stringify(fits.errors?.[0])}`;
  if (canonicalJson(JSON.parse(JSON.stringify(plan))) !== canonicalJson(plan)) {
    return 'the plan is no plain JSON';
  }
  const other = await again(JSON.stringify(data));
  return placeless(other) === placeless(plan) ? undefined : 'its plain data give another plan';
}

/** What of a plan names lines of the spec. */
const PLACES = new Set(['origin', 'reasons']);

/** A plan without the lines of the spec that its parts come from. */
function placeless(plan: unknown): string {
  return JSON.stringify(plan, (key, value) => (PLACES.has(key) ? undefined : value));
}
