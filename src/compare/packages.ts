import type { ImagePackage } from '../report/types.ts';
import { nameKey } from '../scan/same.ts';
import type { Cause, Comparison, PackageChange } from './types.ts';

/** Packages by name: of several versions of one all are named. */
export function changedPackages(
  before: readonly ImagePackage[],
  after: readonly ImagePackage[],
): Comparison['packages'] {
  const [old, now] = [groupedByName(before), groupedByName(after)];
  const changes = [...new Set([...old.keys(), ...now.keys()])].flatMap((key) =>
    changeOf(old.get(key), now.get(key)),
  );
  const sorted = changes.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return {
    added: sorted.filter((one) => one.before === undefined),
    removed: sorted.filter((one) => one.after === undefined),
    changed: sorted.filter((one) => one.before !== undefined && one.after !== undefined),
  };
}

/** Packages of the system are the base's, whoever asked for them. */
export function causeOf({ class: of, version }: Pick<ImagePackage, 'class' | 'version'>): Cause {
  if (of === 'os') return 'base';
  // Only a program's own module has none.
  return version === '' ? 'app' : 'dependency';
}

/** Packages that are equal to their ecosystem by name, under one key. */
export function groupedByName(packages: readonly ImagePackage[]): Map<string, ImagePackage[]> {
  const groups = new Map<string, ImagePackage[]>();
  for (const one of packages) {
    const key = nameKey(one);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}

function changeOf(before: ImagePackage[] = [], after: ImagePackage[] = []): PackageChange[] {
  const [one] = [...after, ...before];
  const [old, now] = [versionsOf(before), versionsOf(after)];
  if (!one || (old === now && before.length > 0 && after.length > 0)) return [];
  return [
    {
      ...{ name: one.name, type: one.type },
      ...(before.length > 0 && { before: old }),
      ...(after.length > 0 && { after: now }),
      cause: causeOf(one),
    },
  ];
}

function versionsOf(packages: readonly ImagePackage[]): string {
  return [...new Set(packages.map(({ version }) => version))].sort().join(', ');
}
