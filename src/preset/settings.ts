import type { Span } from '../diagnostics/diagnostic.ts';
import type { Settings } from '../plan/types.ts';
import type { LoadedSpec } from '../spec/load.ts';
import { valueSpan } from '../spec/source-map.ts';

/** A package that a line of the spec needs without naming it. */
export interface SettingPackage {
  name: string;
  origin: Span;
}

/** What the spec asks of the image besides packages; undefined where it asks nothing. */
export function resolveSettings({ spec, source }: LoadedSpec): Settings | undefined {
  const { timezone } = spec.runtime ?? {};
  const at = (key: string) => valueSpan(source, ['runtime', key]);
  const settings: Settings = {
    ...(timezone && { timezone: { name: timezone, origin: at('timezone') } }),
  };
  return Object.keys(settings).length > 0 ? settings : undefined;
}

/** The packages that those settings need, where the base does not provide what is in them. */
export function settingPackages(
  { spec, source }: LoadedSpec,
  provides: readonly { name: string }[],
): SettingPackage[] {
  const { timezone } = spec.runtime ?? {};
  const has = (name: string) => provides.some((one) => one.name === name);
  const at = (key: string) => valueSpan(source, ['runtime', key]);
  return [...(timezone && !has('time zones') ? [{ name: 'tzdata', origin: at('timezone') }] : [])];
}
