import { APK_DATABASES, apkPackages } from './apk.ts';
import { DPKG_INFO, DPKG_STATUS, DPKG_STATUS_D, dpkgPackages } from './dpkg.ts';
import type { InstalledPackage, Texts } from './types.ts';

/** What the package databases of an image list, in name order. */
export function installedPackages(texts: Texts): InstalledPackage[] {
  return [...apkPackages(texts), ...dpkgPackages(texts)].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether a file is part of a package database, so that its text is needed. */
export function isDatabaseFile(path: string): boolean {
  if (path === DPKG_STATUS || APK_DATABASES.includes(path)) return true;
  if (path.startsWith(DPKG_STATUS_D)) return true;
  return path.startsWith(DPKG_INFO) && path.endsWith('.list');
}
