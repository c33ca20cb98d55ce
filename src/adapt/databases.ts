import { APK_DATABASES, apkDatabase } from '../packages/apk.ts';
import { DPKG_STATUS, dpkgStatus } from '../packages/dpkg.ts';
import type { InstalledPackage, Texts } from '../packages/types.ts';

const WORLD = 'etc/apk/world';

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
  const world = texts.get(WORLD);
  if (world !== undefined) {
    const names = world.split('\n').filter((line) => !gone.has(line.replace(/[<>=~].*$/, '')));
    if (names.join('\n') !== world) changed.set(WORLD, names.join('\n'));
  }
  return changed;
}
