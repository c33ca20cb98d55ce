import { createHash } from 'node:crypto';
import { canonicalJson } from '../plan/digest.ts';
import type { Lock, LockContent } from './schema.ts';

/** The text of a hardening.lock: the same content, the same bytes, one package a line. */
export function formatLock(content: LockContent): string {
  const sorted = inOrder(content);
  const lock: Lock = { lockVersion: 1, integrity: integrityOf(sorted), ...sorted };
  const lines = JSON.stringify(lock, null, 2).replace(
    // Lists of packages are long; a line each makes a change of one a change of one line.
    /\{\n\s+"name": [^{}]*?\}/g,
    (entry) => entry.replace(/\n\s+/g, ' '),
  );
  return `${lines}\n`;
}

/** Names the content, so that a lock edited by hand is noticed. */
export function integrityOf(content: LockContent): string {
  const hash = createHash('sha256')
    .update(canonicalJson(inOrder(content)))
    .digest('hex');
  return `sha256:${hash}`;
}

function inOrder({ platform, preset, base, images, databases, debian }: LockContent): LockContent {
  return {
    platform,
    preset,
    ...(base !== undefined && { base }),
    images: images.toSorted(by(({ use, ref }) => `${use} ${ref}`)),
    databases: databases.toSorted(by(({ ref }) => ref)),
    debian: debian
      .map((one) => ({ ...one, packages: one.packages.toSorted(by(({ name }) => name)) }))
      .toSorted(by(({ use, request }) => `${use} ${request}`)),
  };
}

function by<T>(keyOf: (one: T) => string): (a: T, b: T) => number {
  return (a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0);
}
