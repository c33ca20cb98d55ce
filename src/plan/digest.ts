import { createHash } from 'node:crypto';
import type { BuildPlan } from './types.ts';

/** The digest of a plan: `sha256:` and the hash of its canonical JSON. */
export function planDigest(plan: BuildPlan): string {
  return `sha256:${hexOf(plan)}`;
}

/** SHA-256 of the canonical JSON of a value, in hexadecimal: the same for what says the same. */
export function hexOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** JSON without white space, the keys of every object sorted by code unit. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
