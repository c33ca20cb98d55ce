import type { Lock, LockContent, LockedApk, LockedDebian } from '../lock/schema.ts';
import type { Finding } from '../scan/types.ts';
import type { BaseState, Change, UpdateReport } from './types.ts';

type LockChanges = Pick<
  UpdateReport,
  'images' | 'databases' | 'preset' | 'asked' | 'debian' | 'apk'
>;

/** What of a lock is another thing now. */
export function diffLocks(before: Lock, after: LockContent): LockChanges {
  const presetChanged = before.preset.digest !== after.preset.digest;
  const debian = diffDebian(before.debian, after.debian);
  const apk = diffApk(before.apk, after.apk);
  const moved = [debian, apk].some((one) => Object.values(one).flat().length > 0);
  const asked = !moved && requestsOf(before) !== requestsOf(after);
  return {
    images: diffImages(before, after),
    databases: after.databases.flatMap(({ ref, digest, updatedAt }) => {
      const from = before.databases.find((one) => one.ref === ref)?.digest;
      return from === digest ? [] : [{ ref, ...(from && { from }), to: digest, updatedAt }];
    }),
    ...(presetChanged && {
      preset: { name: after.preset.name, from: before.preset.digest, to: after.preset.digest },
    }),
    ...(asked && { asked }),
    debian,
    apk,
  };
}

/** What of a base is another thing now, and which findings that mends or brings. */
export function diffBases(before: BaseState, after: BaseState): NonNullable<UpdateReport['base']> {
  const was = new Map(before.findings.map((one) => [keyOf(one), one]));
  const is = new Map(after.findings.map((one) => [keyOf(one), one]));
  return {
    packages: diffPackages(before.packages, after.packages),
    findings: {
      fixed: [...was].filter(([key]) => !is.has(key)).map(([, one]) => one),
      new: [...is].filter(([key]) => !was.has(key)).map(([, one]) => one),
      remaining: [...is].filter(([key]) => was.has(key)).map(([, one]) => one),
    },
    size: { before: before.size, after: after.size },
  };
}

/** Use by use: a toolchain may have another release of what is in the base. Said once, though. */
function diffDebian(
  before: readonly LockedDebian[],
  after: readonly LockedDebian[],
): LockChanges['debian'] {
  const uses = [...new Set([...before, ...after].map(({ use }) => use))].sort();
  const of = (sets: readonly LockedDebian[], use: string) =>
    sets.filter((one) => one.use === use).flatMap(({ packages }) => packages);
  const found = uses.map((use) => diffPackages(of(before, use), of(after, use)));
  return {
    added: unique(found.flatMap(({ added }) => added)),
    removed: unique(found.flatMap(({ removed }) => removed)),
    changed: unique(found.flatMap(({ changed }) => changed)),
  };
}

function requestsOf({ debian, apk }: LockContent): string {
  return [...debian, ...apk]
    .map(({ request }) => request)
    .sort()
    .join();
}

/** A spec has one set. */
function diffApk(before: readonly LockedApk[], after: readonly LockedApk[]): LockChanges['apk'] {
  const was = before.flatMap(({ packages }) => packages);
  const is = after.flatMap(({ packages }) => packages);
  const keys = new Set(was.map(({ name, version }) => `${name} ${version}`));
  const checksums = new Set(was.map(({ name, checksum }) => `${name} ${checksum}`));
  const anew = is
    .filter((one) => keys.has(`${one.name} ${one.version}`))
    .filter((one) => !checksums.has(`${one.name} ${one.checksum}`))
    .map(({ name, version }) => ({ name, from: version, to: version }));
  const { changed, ...others } = diffPackages(was, is);
  return { ...others, changed: [...changed, ...anew] };
}

function unique<T>(changes: readonly T[]): T[] {
  return [...new Map(changes.map((one) => [JSON.stringify(one), one])).values()];
}

/** By name: a package in another version is one change. */
function diffPackages(
  before: readonly { name: string; version: string }[],
  after: readonly { name: string; version: string }[],
): Change<{ name: string; version: string }> {
  const was = new Map(before.map(({ name, version }) => [name, version]));
  const is = new Map(after.map(({ name, version }) => [name, version]));
  const named = ([name, version]: [string, string]) => ({ name, version });
  return {
    added: [...is].filter(([name]) => !was.has(name)).map(named),
    removed: [...was].filter(([name]) => !is.has(name)).map(named),
    changed: [...is].flatMap(([name, to]) => {
      const from = was.get(name);
      return from === undefined || from === to ? [] : [{ name, from, to }];
    }),
  };
}

function diffImages(before: Lock, after: LockContent): LockChanges['images'] {
  const key = (one: Lock['images'][number]) => `${one.use} ${one.ref} ${one.platform ?? ''}`;
  const was = new Map(before.images.map((one) => [key(one), one]));
  const is = new Map(after.images.map((one) => [key(one), one]));
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((name) => {
    const [from, to] = [was.get(name), is.get(name)];
    const known = to ?? from;
    if (!known || from?.digest === to?.digest) return [];
    return [
      {
        ref: known.ref,
        use: known.use,
        ...(from && { from: from.digest }),
        ...(to && { to: to.digest }),
        size: { from: from?.size ?? 0, to: to?.size ?? 0 },
      },
    ];
  });
}

/** The same advisory in the same package, whatever the version. */
function keyOf({ id, package: name, path = '' }: Finding): string {
  return [id, name, path].join(' ');
}
