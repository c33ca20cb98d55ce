import { canonicalJson } from './digest.ts';

/** The path to the first place where two JSON documents differ; empty when they are alike. */
export function firstDifference(one: unknown, other: unknown): string {
  if (same(one, other)) return '';
  if (!isObject(one) || !isObject(other)) return '';
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  const key = keys.find((name) => !same(one[name], other[name])) ?? '';
  const below = firstDifference(one[key], other[key]);
  return below ? `${key}.${below}` : key;
}

function same(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
