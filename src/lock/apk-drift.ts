import { type Diagnostic, error, type Span } from '../diagnostics/diagnostic.ts';
import type { LockedApk } from './schema.ts';

type Locked = LockedApk['packages'][number];

/** A package that apk installs; what it only would install has no checksum yet. */
export type FoundApk = Omit<Locked, 'checksum'> & Partial<Pick<Locked, 'checksum'>>;

export interface ApkLines {
  /** The line of each package that the spec names. */
  origins: Readonly<Record<string, Span>>;
  /** For those that others brought. */
  origin: Span;
}

/** Where what the repositories give is not what the lock has; nothing when it is the very same. */
export function apkDrift(
  locked: readonly Locked[],
  found: readonly FoundApk[],
  { origins, origin }: ApkLines,
): Diagnostic | undefined {
  const is = new Map(found.map((one) => [one.name, one]));
  const was = new Set(locked.map(({ name }) => name));
  const differing = [
    ...locked.flatMap((one) => {
      const why = difference(one, is.get(one.name));
      return why ? [{ name: one.name, why }] : [];
    }),
    ...found
      .filter(({ name }) => !was.has(name))
      .map(({ name, version }) => ({ name, why: `${name} ${version} comes as well` })),
  ];
  const [first, ...more] = differing;
  if (!first) return undefined;
  const named = differing.find(({ name }) => origins[name])?.name;
  return error('lock/outdated', messageOf(first.why, more.length), {
    span: (named !== undefined && origins[named]) || origin,
    hint: 'see what changed and take it with: harden update',
    ...(more.length > 0 && { detail: differing.map(({ why }) => why).join('\n') }),
  });
}

function messageOf(first: string, more: number): string {
  const rest = more === 0 ? '' : `, and ${more} more ${more === 1 ? 'differs' : 'differ'}`;
  return `apk does not install what hardening.lock has: ${first}${rest}`;
}

function difference(
  { name, version, checksum }: Locked,
  now: FoundApk | undefined,
): string | undefined {
  if (!now) return `${name} ${version} is locked and does not come any more`;
  if (now.version !== version) return `${name} ${version} is locked, found ${now.version}`;
  if (now.checksum === undefined || now.checksum === checksum) return undefined;
  return `${name} ${version} is locked with the checksum ${checksum}, found ${now.checksum}`;
}
