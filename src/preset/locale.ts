import { error, fail, ok, type Result, type Span } from '../diagnostics/diagnostic.ts';
import type { Base, Settings } from '../plan/types.ts';
import { localeFolder } from '../spec/locale.ts';

type Locale = NonNullable<Settings['locale']>;

/** Just the locale that every glibc has. */
const PLAIN = 'C.UTF-8';

/** The locale, and the Debian package that has its data, where the base is one of Debian's. */
export function localeOn(base: Base, name: string, origin: Span): Result<Locale> {
  const libc = base.kind === 'image' ? base.family?.libc : undefined;
  if (libc === 'musl' && name !== PLAIN) return fail(noLocales(base, name, origin));
  const release = libc === 'musl' ? undefined : releaseOf(base);
  if (!release) return ok({ name, origin });
  const from = name === PLAIN ? 'libc-bin' : 'locales-all';
  return ok({ name, data: { release, package: from, folder: localeFolder(name) }, origin });
}

function releaseOf(base: Base): string | undefined {
  if (base.kind === 'debian') return base.release;
  if (base.kind !== 'image' || base.family?.os?.family !== 'debian') return undefined;
  return { '13': 'trixie', '12': 'bookworm' }[base.family.os.version ?? ''];
}

function noLocales(base: Base, name: string, span: Span) {
  const of = base.kind === 'image' ? (base.family?.name ?? base.ref) : base.kind;
  const message = `${of} has musl, which knows no locale but C.UTF-8: its programs would sort, and write numbers and dates, as without ${name}`;
  const hint =
    'take a base with glibc, such as base: debian, or write locale: C.UTF-8 and let the program bring its own formats';
  return error('plan/base-unfit', message, { span, hint });
}
