import { canonicalJson, hexOf } from '../plan/digest.ts';
import type { Platform } from '../plan/types.ts';
import type { LockContent } from './schema.ts';

/** The text of a hardening.lock: the same content, the same bytes, one package a line. */
export function formatLock(content: LockContent): string {
  const sorted = written(content);
  const lock = { lockVersion: 1, integrity: integrityOf(content), ...sorted };
  const lines = JSON.stringify(lock, null, 2).replace(
    // Lists of packages are long; a line each makes a change of one a change of one line.
    /\{\n\s+"name": [^{}]*?\}/g,
    (entry) => entry.replace(/\n\s+/g, ' '),
  );
  return `${lines}\n`;
}

/** Names the content, so that a lock edited by hand is noticed. */
export function integrityOf(content: LockContent): string {
  return `sha256:${hexOf(written(content))}`;
}

/** Without apk packages the key is absent: a lock from before it had one is still whole. */
function written(content: LockContent): Omit<LockContent, 'apk'> & Partial<LockContent> {
  const { apk, ...sorted } = inOrder(content);
  return { ...sorted, ...(apk.length > 0 && { apk }) };
}

/** The one form of a content: what its integrity is about, and so what is read of a lock. */
export function inOrder(content: LockContent): LockContent {
  const { platform, platforms, preset, presets = [], base, ...inputs } = ofOwn(content);
  const { images, databases, debian, apk } = inputs;
  return {
    platform,
    ...(platforms && { platforms }),
    preset,
    ...(presets.length > 0 && { presets: presets.toSorted(by(({ name }) => name)) }),
    ...(base !== undefined && { base }),
    images: images.toSorted(by((one) => `${one.use} ${one.ref} ${one.platform ?? ''}`)),
    databases: databases.toSorted(by(({ ref }) => ref)),
    debian: debian
      .map(withSortedPackages)
      .toSorted(by((one) => `${one.use} ${one.request} ${one.platform ?? ''}`)),
    apk: apk
      .map(withSortedPackages)
      .toSorted(by((one) => `${one.base} ${one.request} ${one.platform ?? ''}`)),
  };
}

/** Each entry once; it names its platform only where that is not the lock's first. */
export function ofOwn(content: LockContent): LockContent {
  const own = <T extends { platform?: Platform | undefined }>(entries: readonly T[]): T[] => {
    const named = entries.map(({ platform, ...one }) =>
      platform === undefined || platform === content.platform ? one : { ...one, platform },
    );
    return once(named as T[]);
  };
  const { images, databases, debian, apk } = content;
  return {
    ...content,
    ...{ images: own(images), databases: once(databases), debian: own(debian), apk: own(apk) },
  };
}

function once<T>(entries: readonly T[]): T[] {
  return [...new Map(entries.map((one) => [canonicalJson(one), one])).values()];
}

function withSortedPackages<T extends { packages: { name: string }[] }>(set: T): T {
  return { ...set, packages: set.packages.toSorted(by(({ name }) => name)) };
}

function by<T>(keyOf: (one: T) => string): (a: T, b: T) => number {
  return (a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0);
}
