import { textFile } from '../debian/text-file.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { Content } from '../oci/types.ts';
import type { Settings } from '../plan/types.ts';
import { canonicalZone, nearZones } from '../spec/timezone.ts';
import { type Files, link, realPath } from './place.ts';

const ZONES = 'usr/share/zoneinfo/';

/**
 * The zone as programs of any kind look it up: glibc and Go follow the link, others read the name.
 * Its data is that of the base or of the package tzdata.
 * @throws HardenError runtime/unknown-timezone.
 */
export function timezoneFiles(
  { name, origin }: NonNullable<Settings['timezone']>,
  files: Files,
): Content[] {
  if (files.get(realPath(files, `${ZONES}${name}`))?.type !== 'file') {
    const zones = [...files.keys()].flatMap((path) =>
      path.startsWith(ZONES) ? [path.slice(ZONES.length)] : [],
    );
    const { message, hint } = unknown(name, zones);
    throw new HardenError(error('runtime/unknown-timezone', message, { span: origin, hint }));
  }
  return [link('etc/localtime', `/${ZONES}${name}`), textFile('etc/timezone', `${name}\n`)];
}

function unknown(name: string, zones: readonly string[]): { message: string; hint: string } {
  if (zones.length === 0) {
    const message = `the image has no time zones, so ${name} would mean UTC`;
    const hint = `take a base that has them, such as base: debian, or, if the program brings its own, write runtime: {env: {TZ: ${name}}}`;
    return { message, hint };
  }
  const canonical = canonicalZone(name) ?? '';
  const [near] = zones.includes(canonical) ? [canonical] : nearZones(name, zones);
  const message = `the image has ${zones.length} time zones, and none is called ${name}`;
  const old = 'Debian keeps old names in the package tzdata-legacy: add it to runtime.packages';
  return { message, hint: near ? `write ${near}; ${old}` : old };
}
