import { type Diagnostic, error, type Span } from '../diagnostics/diagnostic.ts';
import { shipsJars } from '../plan/jars.ts';
import type { BuildPlan, ScannerName } from '../plan/types.ts';
import type { Scanner } from '../scan/scanners.ts';
import { type ApkWish, apkWishDigest } from './apk-wish.ts';
import { type DebianWish, wishDigest } from './pins.ts';
import type { Lock, LockContent, LockedImage } from './schema.ts';

/** Names that a plan has resolved, and the line that asks for each. */
export interface Wishes {
  images: { ref: string; use: LockedImage['use']; origin?: Span }[];
  databases: string[];
  debian: (DebianWish & { origin: Span })[];
  apk: (ApkWish & { origin: Span })[];
}

type Scanners = Readonly<Record<ScannerName, Pick<Scanner, 'image' | 'database' | 'javaIndex'>>>;

/** What a build of the plan looks up. `known` is the same for all plans of this version. */
export function wishesOf(plan: BuildPlan, known: Scanners): Wishes {
  const { toolchain, base } = plan;
  const scanners = plan.scan.scanners.map((name) => known[name]);
  const packages = base.kind === 'image' ? base.packages : undefined;
  const images: Wishes['images'] = scanners.map(({ image }) => ({ ref: image, use: 'scanner' }));
  const debian: Wishes['debian'] = [];
  const apk: Wishes['apk'] = [];
  if (toolchain.kind === 'image') {
    images.push({ ref: toolchain.ref, use: 'toolchain', origin: toolchain.origin });
  } else debian.push({ ...toolchain, use: 'toolchain', drop: {} });
  if (base.kind === 'image') images.push({ ref: base.ref, use: 'base', origin: base.origin });
  for (const { image, origin } of plan.services ?? []) {
    images.push({ ref: image, use: 'service', origin });
  }
  if (base.kind === 'debian') debian.push({ ...base, use: 'base' });
  if (base.kind === 'image' && packages?.manager === 'apk') {
    const { names, repositories, keys, installer } = packages;
    if (installer) images.push({ ref: installer, use: 'installer', origin: base.origin });
    apk.push({ base: base.ref, names, repositories, keys, origin: base.origin });
  }
  if (packages?.manager === 'debian') {
    const { release, names, drop } = packages;
    debian.push({ use: 'packages', release, packages: names, drop, origin: base.origin });
  }
  const databases = scanners.flatMap(({ database, javaIndex }) => [
    database,
    ...(javaIndex && shipsJars(plan) ? [javaIndex] : []),
  ]);
  return { images, databases, debian, apk };
}

/** What all of them look up. */
export function allWishes(wishes: readonly Wishes[]): Wishes {
  return {
    images: wishes.flatMap(({ images }) => images),
    databases: wishes.flatMap(({ databases }) => databases),
    debian: wishes.flatMap(({ debian }) => debian),
    apk: wishes.flatMap(({ apk }) => apk),
  };
}

/** What the plan asks for and a lock does not have, in words. */
export function lackingIn(
  lock: Pick<Lock, 'images' | 'databases' | 'debian' | 'apk'>,
  wishes: Wishes,
): { what: string; origin?: Span }[] {
  const images = new Set(lock.images.map(({ use, ref }) => `${use} ${ref}`));
  const databases = new Set(lock.databases.map(({ ref }) => ref));
  const debian = new Set(lock.debian.map(({ use, request }) => `${use} ${request}`));
  const apk = new Set(lock.apk.map(({ request }) => request));
  return [
    ...wishes.images
      .filter(({ use, ref }) => !images.has(`${use} ${ref}`))
      .map(({ use, ref, origin }) => ({ what: `the ${use} ${ref}`, ...(origin && { origin }) })),
    ...wishes.databases.filter((ref) => !databases.has(ref)).map((ref) => ({ what: ref })),
    ...wishes.debian
      .filter((wish) => !debian.has(`${wish.use} ${wishDigest(wish)}`))
      .map(({ use, release, origin }) => ({
        what: `these packages of Debian ${release} for the ${use}`,
        origin,
      })),
    ...wishes.apk
      .filter((wish) => !apk.has(apkWishDigest(wish)))
      .map(({ base, origin }) => ({ what: `these apk packages for ${base}`, origin })),
  ];
}

/** How a lock differs from what the plan asks for; nothing when a frozen build can use it. */
export function checkLock(
  lock: Lock,
  wishes: Wishes,
  { platform, preset, presets = [] }: Pick<LockContent, 'platform' | 'preset' | 'presets'>,
): Diagnostic[] {
  const keys = new Set([
    ...wishes.images.map(({ use, ref }) => `${use} ${ref}`),
    ...wishes.databases,
    ...wishes.debian.map((wish) => `${wish.use} ${wishDigest(wish)}`),
    ...wishes.apk.map((wish) => apkWishDigest(wish)),
  ]);
  const locked = new Map([
    ...lock.images.map(({ use, ref }) => [`${use} ${ref}`, `the ${use} ${ref}`] as const),
    ...lock.databases.map(({ ref }) => [ref, `the database ${ref}`] as const),
    ...lock.debian.map(
      ({ use, request, release }) =>
        [`${use} ${request}`, `packages of Debian ${release} for the ${use}`] as const,
    ),
    ...lock.apk.map(({ base, request }) => [request, `apk packages for ${base}`] as const),
  ]);
  const absent = unique(lackingIn(lock, wishes).map(({ what, origin }) => lacks(what, origin)));
  return [
    ...(lock.platform === platform ? [] : [differs(`it is for ${lock.platform}, not ${platform}`)]),
    ...presetChanges([lock.preset, ...(lock.presets ?? [])], [preset, ...presets]),
    ...absent,
    ...[...locked]
      .filter(([key]) => !keys.has(key))
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
