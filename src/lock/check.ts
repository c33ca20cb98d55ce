import { type Diagnostic, error, type Span } from '../diagnostics/diagnostic.ts';
import { shipsJars } from '../plan/jars.ts';
import type { BuildPlan, Platform, ScannerName } from '../plan/types.ts';
import type { Scanner } from '../scan/scanners.ts';
import { type ApkWish, apkWishDigest } from './apk-wish.ts';
import { type DebianWish, wishDigest } from './pins.ts';
import { platformsOf } from './pins-for.ts';
import type { Lock, LockContent, LockedImage } from './schema.ts';

/** Names that a plan has resolved, and the line that asks for each. */
export interface Wishes {
  images: ({ ref: string; use: LockedImage['use']; origin?: Span } & Of)[];
  databases: string[];
  debian: (DebianWish & { origin: Span } & Of)[];
  apk: (ApkWish & { origin: Span } & Of)[];
}

/** Absent for what the engine runs: its platform says nothing about the image. */
interface Of {
  platform?: Platform | undefined;
}

type Scanners = Readonly<Record<ScannerName, Pick<Scanner, 'image' | 'database' | 'javaIndex'>>>;

/** What a build of the plan looks up. `known` is the same for all plans of this version. */
export function wishesOf(plan: BuildPlan, known: Scanners): Wishes {
  const { toolchain, base, platform } = plan;
  const scanners = plan.scan.scanners.map((name) => known[name]);
  const packages = base.kind === 'image' ? base.packages : undefined;
  const images: Wishes['images'] = scanners.map(({ image }) => ({ ref: image, use: 'scanner' }));
  const debian: Wishes['debian'] = [];
  const apk: Wishes['apk'] = [];
  if (toolchain.kind === 'image') {
    images.push({ ref: toolchain.ref, use: 'toolchain', origin: toolchain.origin });
  } else debian.push({ ...toolchain, use: 'toolchain', drop: {} });
  if (base.kind === 'image') {
    images.push({ ref: base.ref, use: 'base', origin: base.origin, platform });
  }
  for (const { image, origin } of plan.services ?? []) {
    images.push({ ref: image, use: 'service', origin });
  }
  if (base.kind === 'debian') debian.push({ ...base, use: 'base', platform });
  if (base.kind === 'image' && packages?.manager === 'apk') {
    const { names, repositories, keys, installer } = packages;
    const { origin } = base;
    if (installer) images.push({ ref: installer, use: 'installer', origin, platform });
    apk.push({ base: base.ref, names, repositories, keys, origin, platform });
  }
  if (packages?.manager === 'debian') {
    const { release, names, drop } = packages;
    const { origin } = base;
    debian.push({ use: 'packages', release, packages: names, drop, origin, platform });
  }
  const databases = scanners.flatMap(({ database, javaIndex }) => [
    database,
    ...(javaIndex && shipsJars(plan) ? [javaIndex] : []),
  ]);
  return { images, databases, debian, apk };
}

/** What all of them look up. */
function allWishes(wishes: readonly Wishes[]): Wishes {
  return {
    images: wishes.flatMap(({ images }) => images),
    databases: wishes.flatMap(({ databases }) => databases),
    debian: wishes.flatMap(({ debian }) => debian),
    apk: wishes.flatMap(({ apk }) => apk),
  };
}

/** What the plan asks for and a lock does not have, in words. */
export function lackingIn(lock: Fixing, wishes: Wishes): { what: string; origin?: Span }[] {
  const keys = keysIn(lock);
  const locked = lockedIn(lock);
  const named = nameIn(lock);
  return [
    ...wishes.images
      .filter((one) => !locked.has(keys.image(one)))
      .map((one) => ({
        what: `the ${one.use} ${one.ref}${named(one)}`,
        ...(one.origin && { origin: one.origin }),
      })),
    ...wishes.databases.filter((ref) => !locked.has(ref)).map((ref) => ({ what: ref })),
    ...wishes.debian
      .filter((wish) => !locked.has(keys.debian(wish, wishDigest(wish))))
      .map((wish) => ({
        what: `these packages of Debian ${wish.release} for the ${wish.use}${named(wish)}`,
        origin: wish.origin,
      })),
    ...wishes.apk
      .filter((wish) => !locked.has(keys.apk(wish, apkWishDigest(wish))))
      .map((wish) => ({
        what: `these apk packages for ${wish.base}${named(wish)}`,
        origin: wish.origin,
      })),
  ];
}

type Fixing = Pick<Lock, 'images' | 'databases' | 'debian' | 'apk' | 'platform' | 'platforms'>;

/** Names each input; what is part of an image is another one on each platform. */
function keysIn(lock: Fixing) {
  const of = (one: Of, on = true) => (on ? ` for ${one.platform ?? lock.platform}` : '');
  return {
    image: (one: { use: string; ref: string } & Of) =>
      `${one.use} ${one.ref}${of(one, one.use === 'base' || one.use === 'installer')}`,
    debian: (one: { use: string } & Of, request: string) =>
      `${one.use} ${request}${of(one, one.use !== 'toolchain')}`,
    apk: (one: Of, request: string) => `${request}${of(one)}`,
  };
}

/** A lock of one platform need not say which. */
function nameIn(lock: Fixing) {
  return (one: Of) => (one.platform && lock.platforms ? ` on ${one.platform}` : '');
}

/** What a lock has, in words, by its keys. */
function lockedIn(lock: Fixing): Map<string, string> {
  const keys = keysIn(lock);
  const named = nameIn(lock);
  return new Map([
    ...lock.images.map(
      (one) => [keys.image(one), `the ${one.use} ${one.ref}${named(one)}`] as const,
    ),
    ...lock.databases.map(({ ref }) => [ref, `the database ${ref}`] as const),
    ...lock.debian.map(
      (one) =>
        [
          keys.debian(one, one.request),
          `packages of Debian ${one.release} for the ${one.use}${named(one)}`,
        ] as const,
    ),
    ...lock.apk.map(
      (one) => [keys.apk(one, one.request), `apk packages for ${one.base}${named(one)}`] as const,
    ),
  ]);
}

/**
 * How a lock differs from what the plans of a spec ask for, one for each image and platform; nothing when
 * a frozen build can use it.
 */
export function checkLock(
  lock: Lock,
  all: Wishes | readonly Wishes[],
  identity: Pick<LockContent, 'platform' | 'platforms' | 'preset' | 'presets'>,
): Diagnostic[] {
  const wishes = allWishes([all].flat());
  const keys = keysIn(lock);
  const asked = new Set([
    ...wishes.images.map(keys.image),
    ...wishes.databases,
    ...wishes.debian.map((wish) => keys.debian(wish, wishDigest(wish))),
    ...wishes.apk.map((wish) => keys.apk(wish, apkWishDigest(wish))),
  ]);
  const { preset, presets = [] } = identity;
  const absent = unique(lackingIn(lock, wishes).map(({ what, origin }) => lacks(what, origin)));
  const [is, wanted] = [lock, identity].map((one) => platformsOf(one).join(' and '));
  return [
    ...(is === wanted ? [] : [differs(`it is for ${is}, not ${wanted}`)]),
    ...presetChanges([lock.preset, ...(lock.presets ?? [])], [preset, ...presets]),
    ...absent,
    ...[...lockedIn(lock)]
      .filter(([key]) => !asked.has(key))
      .map(([, what]) => differs(`nothing asks for ${what} any more`)),
  ];
}

type Presets = LockContent['preset'][];

function presetChanges(locked: Presets, asked: Presets): Diagnostic[] {
  const names = locked.map(({ name }) => name).join(', ');
  return [
    ...asked.flatMap(({ name, digest }) => {
      const found = locked.find((one) => one.name === name);
      if (!found) return [differs(`it is for the preset ${names}, not ${name}`)];
      return found.digest === digest ? [] : [differs(`the preset ${name} was changed since`)];
    }),
    ...locked
      .slice(1)
      .filter(({ name }) => !asked.some((one) => one.name === name))
      .map(({ name }) => differs(`nothing asks for the preset ${name} any more`)),
  ];
}

/** Several images of a spec may lack the same. */
function unique(found: Diagnostic[]): Diagnostic[] {
  return [...new Map(found.map((one) => [`${one.message}\0${one.span?.line}`, one])).values()];
}

const HINT = 'write it anew with: harden lock';

function lacks(what: string, span?: Span): Diagnostic {
  const message = `hardening.lock does not have ${what}`;
  return error('lock/outdated', message, { ...(span && { span }), hint: HINT });
}

function differs(why: string): Diagnostic {
  return error('lock/outdated', `hardening.lock does not fit: ${why}`, { hint: HINT });
}
