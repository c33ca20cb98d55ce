import type { BaseChoice } from '../base/choose.ts';
import type { BaseFamily } from '../base/schema.ts';
import type { Span } from '../diagnostics/diagnostic.ts';
import type { AddedPackages, BaseFacts, ImageBase, Removal } from '../plan/types.ts';
import type { Spec } from '../spec/schema.ts';
import { valueSpan } from '../spec/source-map.ts';
import { droppedFrom, sorted } from './debian-base.ts';
import { FONTS_DROP, type SettingPackage, settingPackages } from './settings.ts';
import type { Setting } from './types.ts';

/** A base of the catalogue as the plan has it: its reference, and what is done to it. */
export function plannedImage(choice: BaseChoice, setting: Setting, origin: Span): ImageBase {
  const { spec } = setting.loaded;
  const packages = addedTo(choice, setting);
  const remove = removedFrom(choice.family, keptBy(spec.base));
  const flatten = typeof spec.base === 'object' && spec.base.flatten === true;
  return {
    kind: 'image',
    ref: choice.image,
    family: factsOf(choice),
    ...(packages && { packages }),
    ...(remove && { remove }),
    ...(flatten && { flatten: true }),
    origin,
  };
}

function factsOf({ family, flavour, release }: BaseChoice): BaseFacts {
  const { version, endOfLife } = release;
  return {
    name: family.name,
    flavour: flavour.name,
    release: release.name,
    libc: family.libc,
    ...(family.os && { os: { family: family.os, ...(version && { version }) } }),
    ...(endOfLife && { endOfLife }),
  };
}

function addedTo(
  { family, flavour, release, provides }: BaseChoice,
  { loaded, data }: Setting,
): AddedPackages | undefined {
  const needed = settingPackages(loaded, provides, family.packages);
  const names = sorted([
    ...(flavour.packages ?? []),
    ...(loaded.spec.runtime?.packages ?? []),
    ...needed.map(({ name }) => name),
  ]);
  if (names.length === 0) return undefined;
  if (family.packages === 'apk') return addedApk(family, loaded, names, needed);
  const codename = release.codename ?? 'trixie';
  const drop = droppedFrom(
    { ...(loaded.spec.runtime?.fonts && FONTS_DROP), ...data.bases?.debian?.[codename]?.drop },
    names,
  );
  return { manager: 'debian', release: codename, names, drop };
}

function addedApk(
  { installer }: BaseFamily,
  { spec, source }: Setting['loaded'],
  names: string[],
  needed: readonly SettingPackage[],
) {
  const { repositories = [], keys = [] } = spec.apk ?? {};
  const lines = (values: readonly string[], ...path: string[]) =>
    values.map((value, index) => [value, valueSpan(source, [...path, index])] as const);
  const origins = Object.fromEntries([
    ...needed.map(({ name, origin }) => [name, origin] as const),
    ...lines(spec.runtime?.packages ?? [], 'runtime', 'packages'),
    ...lines(repositories, 'apk', 'repositories'),
    ...lines(keys, 'apk', 'keys'),
  ]);
  const added = { manager: 'apk' as const, names, repositories, keys, origins };
  return { ...added, ...(installer && { installer }) };
}

function removedFrom(family: BaseFamily, keep: readonly string[]): Removal | undefined {
  const groups = (family.remove ?? []).filter(({ name }) => !keep.includes(name));
  if (groups.length === 0) return undefined;
  const packages = groups
    .flatMap((group) => group.packages ?? [])
    .filter((name) => !keep.includes(name));
  return {
    packages: sorted(packages),
    orphans: family.hold !== undefined,
    paths: groups.flatMap((group) => group.paths ?? []),
    hold: sorted(family.hold ?? []),
  };
}

/** What the spec wants to stay in the base. */
export function keptBy(base: Spec['base']): string[] {
  return typeof base === 'object' ? (base.keep ?? []) : [];
}
