import { error, HardenError, type Span } from '../diagnostics/diagnostic.ts';
import { hexOf } from '../plan/digest.ts';
import type { Platform } from '../plan/types.ts';
import { type ApkWish, apkWishDigest } from './apk-wish.ts';
import type {
  Lock,
  LockContent,
  LockedApk,
  LockedDatabase,
  LockedDebian,
  LockedImage,
} from './schema.ts';

/** What a set of Debian packages is asked for with. */
export interface DebianWish {
  use: LockedDebian['use'];
  release: string;
  packages: readonly string[];
  drop: Readonly<Record<string, string>>;
}

/**
 * The inputs that are fixed, and a record of those that were used. Where nothing is fixed for a name
 * it is looked up, unless the build is frozen: then it fails at the line that asks for it.
 */
export interface Pins {
  frozen: boolean;
  /**
   * For the lock's first platform where none is named. What the engine runs may be locked for another
   * engine: then it is that one, which says so by its `platform`.
   */
  image(
    ref: string,
    use: LockedImage['use'],
    origin?: Span,
    platform?: Platform,
  ): LockedImage | undefined;
  debian(wish: DebianWish, origin?: Span, platform?: Platform): LockedDebian | undefined;
  apk(wish: ApkWish, origin?: Span, platform?: Platform): LockedApk | undefined;
  /** Only of a frozen build: advisories are of today otherwise. */
  database(ref: string): LockedDatabase | undefined;
  used: Pick<LockContent, 'images' | 'databases' | 'debian' | 'apk'>;
  /** Names that were looked up, as the lock does not have them. */
  looked: string[];
}

/** The part of a lock that fixes inputs; what names no platform fits any where the whole names none. */
type Fixed = Pick<Lock, 'images' | 'databases' | 'debian' | 'apk'> &
  Partial<Pick<Lock, 'platform'>>;

/** Images that the engine runs, and no part of what is built. */
const ON_ENGINE: LockedImage['use'][] = ['toolchain', 'scanner', 'service'];

export function createPins(lock?: Fixed, frozen = false): Pins {
  const looked: string[] = [];
  const found = <T>(entry: T | undefined, what: string, origin?: Span): T | undefined => {
    if (entry !== undefined) return entry;
    if (frozen) throw outdated(what, origin);
    looked.push(what);
    return undefined;
  };
  const isFor =
    (platform: Platform | undefined) =>
    (one: { platform?: Platform | undefined }): boolean => {
      const own = one.platform ?? lock?.platform;
      return own === undefined || own === (platform ?? lock?.platform ?? own);
    };
  return {
    frozen,
    image(ref, use, origin, platform) {
      const all = lock?.images.filter((one) => one.ref === ref && one.use === use) ?? [];
      const other = ON_ENGINE.includes(use) && all[0];
      const given = other ? { ...other, platform: other.platform ?? lock?.platform } : undefined;
      return found(all.find(isFor(platform)) ?? given, ref, origin);
    },
    debian: (wish, origin, platform) =>
      found(
        lock?.debian
          .filter((one) => one.use === wish.use && one.request === wishDigest(wish))
          .find(isFor(platform)),
        `the packages of Debian ${wish.release} for the ${wish.use}`,
        origin,
      ),
    apk: (wish, origin, platform) =>
      found(
        lock?.apk.filter((one) => one.request === apkWishDigest(wish)).find(isFor(platform)),
        `the apk packages for ${wish.base}`,
        origin,
      ),
    database: (ref) =>
      frozen
        ? found(
            lock?.databases.find((one) => one.ref === ref),
            ref,
          )
        : undefined,
    used: { images: [], databases: [], debian: [], apk: [] },
    looked,
  };
}

/** What several images used, each entry once. */
export function usedOnce({ images, databases, debian, apk }: Pins['used']): Pins['used'] {
  return {
    images: once(images, ({ use, ref, platform }) => `${use} ${ref} ${platform}`),
    databases: once(databases, ({ ref }) => ref),
    debian: once(debian, ({ use, request, platform }) => `${use} ${request} ${platform}`),
    apk: once(apk, ({ base, request, platform }) => `${base} ${request} ${platform}`),
  };
}

function once<T>(entries: readonly T[], keyOf: (entry: T) => string): T[] {
  return [...new Map(entries.map((entry) => [keyOf(entry), entry])).values()];
}

/** Names what was asked for. */
export function wishDigest({ release, packages, drop }: Omit<DebianWish, 'use'>): string {
  const wish = { release, packages: [...new Set(packages)].sort(), drop: Object.keys(drop).sort() };
  return `sha256:${hexOf(wish)}`;
}

function outdated(what: string, span?: Span): HardenError {
  return new HardenError(
    error('lock/outdated', `hardening.lock does not have ${what}`, {
      ...(span && { span }),
      hint: 'write it anew with: harden lock',
    }),
  );
}
