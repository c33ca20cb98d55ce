import { type Diagnostic, error, type Span } from '../diagnostics/diagnostic.ts';
import { lackingIn, type Wishes } from '../lock/check.ts';
import type { Lock, LockContent } from '../lock/schema.ts';
import type { Platform } from '../plan/types.ts';
import type { BundleRecord } from './format.ts';

export interface Wanted extends Pick<LockContent, 'platform' | 'preset'> {
  wishes: Wishes;
  /** The platform of this machine. */
  host: Platform;
  /** The lock beside the spec. */
  lock: Lock | undefined;
  /** Databases have to be those of the lock too. */
  frozen: boolean;
}

/** Why a build cannot take its inputs from a bundle; nothing where it can. */
export function misfits(
  { record, lock }: { record: BundleRecord; lock: Lock },
  wanted: Wanted,
): Diagnostic[] {
  const { platform, host, preset } = wanted;
  if (record.platform !== platform) {
    return [misfit(`it is for ${record.platform}, and the build for ${platform}`)];
  }
  if (record.host !== host) {
    return [misfit(`it is for builds on ${record.host}, and this machine is ${host}`)];
  }
  if (lock.preset.name !== preset.name) {
    return [misfit(`it is for the preset ${lock.preset.name}, and the spec has ${preset.name}`)];
  }
  if (lock.preset.digest !== preset.digest) {
    return [misfit(`the preset ${preset.name} is not the one that it was made with`)];
  }
  return [
    ...lackingIn(lock, wanted.wishes).map(({ what, origin }) =>
      misfit(`it does not have ${what}`, origin),
    ),
    ...(wanted.lock ? differences(wanted.lock, lock, wanted) : []),
  ];
}

interface Of {
  platform?: Platform | undefined;
}

/** Names for which the lock beside the spec and the one in the bundle stand for different bytes. */
function differences(own: Lock, bundled: Lock, { wishes, frozen }: Wanted): Diagnostic[] {
  // A bundle is for one platform, and the lock may have others as well.
  const same = (one: Of, other: Of) =>
    (one.platform ?? own.platform) === (other.platform ?? bundled.platform);
  const images = own.images.filter((one) => {
    const other = bundled.images.find(
      (each) => each.use === one.use && each.ref === one.ref && same(one, each),
    );
    return other !== undefined && other.digest !== one.digest;
  });
  const originOf = (ref: string) => wishes.images.find((one) => one.ref === ref)?.origin;
  const databases = own.databases.filter((one) => {
    const other = bundled.databases.find(({ ref }) => ref === one.ref);
    return frozen && other?.digest !== one.digest;
  });
  const debian = own.debian.filter((one) => {
    const other = bundled.debian.find(
      (set) => set.use === one.use && set.request === one.request && same(one, set),
    );
    return other !== undefined && namesOf(other.packages) !== namesOf(one.packages);
  });
  const apk = own.apk.filter((one) => {
    const other = bundled.apk.find((set) => set.request === one.request && same(one, set));
    return other !== undefined && apkNamesOf(other) !== apkNamesOf(one);
  });
  const other = (what: string, origin?: Span) =>
    misfit(`hardening.lock has another state of ${what} than the bundle`, origin);
  return [
    ...images.map(({ use, ref }) => other(`the ${use} ${ref}`, originOf(ref))),
    ...databases.map(({ ref }) => other(`the database ${ref}`)),
    ...debian.map(({ use, release }) => other(`the packages of Debian ${release} for the ${use}`)),
    ...apk.map(({ base }) => other(`the apk packages for ${base}`)),
  ];
}

function namesOf(packages: readonly { sha256: string }[]): string {
  return packages
    .map(({ sha256 }) => sha256)
    .sort()
    .join();
}

function apkNamesOf({ packages }: Lock['apk'][number]): string {
  return packages
    .map(({ name, version, checksum }) => `${name} ${version} ${checksum}`)
    .sort()
    .join();
}

function misfit(why: string, span?: Span): Diagnostic {
  return error('bundle/does-not-fit', `the bundle does not fit: ${why}`, {
    ...(span && { span }),
    hint: 'make one for this spec and its lock, with a network: harden bundle --output FILE',
  });
}
