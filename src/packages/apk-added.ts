import { apkPackages } from './apk.ts';
import type { ApkVersion } from './apk-choice.ts';
import type { InstalledPackage, Texts } from './types.ts';

/** A package and the checksum that apk verified it with. */
export interface AddedApkPackage extends ApkVersion {
  checksum: string;
}

/** What of a package database is new: other packages, or the same in another version or content. */
export function addedApkPackages(before: Texts, after: Texts): AddedApkPackage[] {
  const had = new Set(apkPackages(before).map((one) => keyOf(added(one))));
  return apkPackages(after)
    .map(added)
    .filter((one) => !had.has(keyOf(one)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function added({ name, version, record }: InstalledPackage): AddedApkPackage {
  return { name, version, checksum: /^C:(.*)$/m.exec(record)?.[1] ?? '' };
}

function keyOf({ name, version, checksum }: AddedApkPackage): string {
  return `${name} ${version} ${checksum}`;
}
