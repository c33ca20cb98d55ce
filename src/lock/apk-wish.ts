import { hexOf } from '../plan/digest.ts';
import type { AddedApk } from '../plan/types.ts';

/** What a set of apk packages is asked for with. Of repositories the first that has a package gives it. */
export interface ApkWish extends Pick<AddedApk, 'names' | 'repositories' | 'keys'> {
  /** The image that the packages are put on, as the spec or the catalogue names it. */
  base: string;
}

/** Names what was asked for. */
export function apkWishDigest({ base, names, repositories, keys }: ApkWish): string {
  const wish = { base, names: set(names), repositories, keys: set(keys) };
  return `sha256:${hexOf(wish)}`;
}

function set(words: readonly string[]): string[] {
  return [...new Set(words)].sort();
}
