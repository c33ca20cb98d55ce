import type { BaseFamily } from '../base/schema.ts';
import { error, fail, ok, type Result, type Span } from '../diagnostics/diagnostic.ts';
import type { Base, Settings } from '../plan/types.ts';
import type { LoadedSpec } from '../spec/load.ts';
import { valueSpan } from '../spec/source-map.ts';
import { certificatesOf } from './certificates.ts';
import { healthcheckOf } from './healthcheck.ts';
import { localeOn } from './locale.ts';
import type { ProjectFiles } from './types.ts';

/** A package that a line of the spec needs without naming it. */
export interface SettingPackage {
  name: string;
  origin: Span;
}

/** The packages that have the same in them, by the kind of package. */
const CERTIFICATES = { debian: 'ca-certificates', apk: 'ca-certificates-bundle' };

/** What fonts are found by, and a family that has most letters. */
const FONTS = {
  debian: { finder: 'fontconfig-config', usual: ['fonts-dejavu-core'] },
  apk: { finder: 'fontconfig', usual: ['font-dejavu'] },
};

/** What the packages of fonts ask for and nobody uses. */
export const FONTS_DROP = {
  debconf: 'asks questions while a package is installed; nothing is installed by scripts',
  ucf: 'only maintainer scripts use it',
};

/** What the spec asks of the image besides packages; empty where it asks nothing. */
export function resolveSettings(
  { spec, source }: LoadedSpec,
  base: Base,
  files: Pick<ProjectFiles, 'read'>,
): Result<Settings> {
  const { timezone, locale: name, ca, fonts } = spec.runtime ?? {};
  const at = (key: string) => valueSpan(source, ['runtime', key]);
  const authority = ca === undefined ? ok(undefined) : authorityOf(ca, at('ca'), files);
  if (!authority.ok) return authority;
  const locale = name ? localeOn(base, name, at('locale')) : ok(undefined);
  if (!locale.ok) return locale;
  const healthcheck = healthcheckOf({ spec, source });
  if (!healthcheck.ok) return healthcheck;
  return ok({
    ...(timezone && { timezone: { name: timezone, origin: at('timezone') } }),
    ...(healthcheck.value && { healthcheck: healthcheck.value }),
    ...(fonts && { fonts: { packages: fontsOf(fonts, managerOf(base)), origin: at('fonts') } }),
    ...(locale.value && { locale: locale.value }),
    ...(authority.value && { ca: authority.value }),
  });
}

/** The packages that those settings need, where the base does not provide what is in them. */
export function settingPackages(
  { spec, source }: LoadedSpec,
  provides: readonly { name: string }[],
  manager: BaseFamily['packages'],
): SettingPackage[] {
  if (manager === 'none') return [];
  const { timezone, ca, fonts } = spec.runtime ?? {};
  const names = fonts ? [FONTS[manager].finder, ...fontsOf(fonts, manager)] : [];
  const has = (name: string) => provides.some((one) => one.name === name);
  const at = (key: string) => valueSpan(source, ['runtime', key]);
  return [
    ...(timezone && !has('time zones') ? [{ name: 'tzdata', origin: at('timezone') }] : []),
    ...names.map((name) => ({ name, origin: at('fonts') })),
    ...(ca && !has('certificates') ? [{ name: CERTIFICATES[manager], origin: at('ca') }] : []),
  ];
}

function fontsOf(fonts: true | string[], manager: keyof typeof FONTS): string[] {
  return fonts === true ? FONTS[manager].usual : fonts;
}

function managerOf(base: Base): keyof typeof FONTS {
  return base.kind === 'image' && base.packages?.manager === 'apk' ? 'apk' : 'debian';
}

function authorityOf(
  path: string,
  origin: Span,
  files: Pick<ProjectFiles, 'read'>,
): Result<NonNullable<Settings['ca']>> {
  const file = path.replace(/^\.\/+/, '');
  const text = files.read(file);
  if (text === undefined) {
    const message = `${path} is not there, or is larger than 1 MiB`;
    const hint = 'name the PEM file of your authority, relative to this file';
    return fail(error('runtime/bad-certificate', message, { span: origin, hint }));
  }
  const certificates = certificatesOf(text, file);
  if (!certificates.ok) return certificates;
  return ok({ file, certificates: certificates.value, origin });
}
