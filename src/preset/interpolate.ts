import { architectureOf } from '../plan/platform.ts';
import type { Platform } from '../plan/types.ts';

const REFERENCE = /\$\{\{\s*([^{}]*?)\s*\}\}/g;

/** What texts of a preset may name besides inputs: what the image is for, in Debian's and Go's words. */
export function platformWords(platform: Platform): Record<string, string> {
  return { 'platform.architecture': architectureOf(platform) };
}

const WORDS = Object.keys(platformWords('linux/amd64'));

/**
 * Puts input values for `${{ inputs.x }}` into every text of a value, lists and maps included.
 * Texts are argv items, paths and values; none of them is ever part of a shell line.
 */
export function interpolate<T>(value: T, inputs: Readonly<Record<string, string>>): T {
  if (typeof value === 'string') return fill(value, inputs) as T;
  if (Array.isArray(value)) return value.map((item) => interpolate(item, inputs)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, interpolate(inner, inputs)]);
  return Object.fromEntries(entries) as T;
}

/**
 * What stands between `${{` and `}}` in a text and is not known for every preset: the input's name, or
 * undefined for anything else.
 */
export function referencesOf(text: string): { text: string; input: string | undefined }[] {
  const found = [...text.matchAll(REFERENCE)].filter(([, name = '']) => !WORDS.includes(name));
  return found.map((match) => ({
    text: match[0],
    input: /^inputs\.([a-zA-Z][a-zA-Z0-9]*)$/.exec(match[1] ?? '')?.[1],
  }));
}

function fill(text: string, inputs: Readonly<Record<string, string>>): string {
  return text.replace(REFERENCE, (whole, reference: string) => {
    const name = reference.replace(/^inputs\./, '');
    return inputs[name] ?? whole;
  });
}
