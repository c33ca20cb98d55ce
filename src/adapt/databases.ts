import { APK_DATABASES, APK_WORLD, apkDatabase } from '../packages/apk.ts';
import { DPKG_STATUS, dpkgStatus } from '../packages/dpkg.ts';
import type { InstalledPackage, Texts } from '../packages/types.ts';

/** The package databases without the packages that went, so that scanners see what there is. */
export function withoutPackages(
  texts: Texts,
  installed: readonly InstalledPackage[],
  gone: ReadonlySet<string>,
): Map<string, string> {
  const changed = new Map<string, string>();
  if (gone.size === 0) return changed;
  for (const database of [...APK_DATABASES, DPKG_STATUS]) {
    if (!texts.has(database)) continue;
    const of = installed.filter((one) => one.database === database);
    const stay = of.filter(({ name }) => !gone.has(name));
    if (stay.length === of.length) continue;
    changed.set(database, database === DPKG_STATUS ? dpkgStatus(stay) : apkDatabase(stay));
  }
  const world = texts.get(APK_WORLD);
  if (world !== undefined) {
    const left = withoutNames(world, installed, gone);
    if (left !== world) changed.set(APK_WORLD, left);
  }
  return changed;
}

/** What apk was asked for, as far as a package that stays has the name or stands for it. */
function withoutNames(
  world: string,
  installed: readonly InstalledPackage[],
  gone: ReadonlySet<string>,
): string {
  const offered = (packages: readonly InstalledPackage[]) =>
    new Set(packages.flatMap(({ name, provides }) => [name, ...provides]));
  const stay = offered(installed.filter(({ name }) => !gone.has(name)));
  const left = offered(installed.filter(({ name }) => gone.has(name)));
  return world
    .split('\n')
    .filter((line) => {
      const name = line.replace(/[<>=~@].*$/, '');
      return stay.has(name) || !left.has(name);
    })
    .join('\n');
}
