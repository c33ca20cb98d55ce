import { z } from 'zod';
import { suggest } from '../diagnostics/suggest.ts';

const EXPECTED = 'the name of a time zone';
/** Offsets such as +01:00 are none: programs read zones by the name of a file. */
const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;

/** A name of the time zone database, which every JavaScript engine has. */
export const timezone = z.string().check(({ value, issues }) => {
  const canonical = NAME.test(value) ? canonicalZone(value) : undefined;
  const otherCase = canonical?.toLowerCase() === value.toLowerCase() && canonical !== value;
  if (canonical && !otherCase) return;
  const near = nearZones(value, otherCase && canonical ? [canonical] : knownZones());
  const fix =
    near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'write it like Europe/Berlin';
  issues.push({ code: 'custom', input: value, message: `${EXPECTED}\n${fix}` });
});

/** The name that a zone has today; undefined for what is none. */
export function canonicalZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** Zones that are spelt almost like this, or that are of this city. */
export function nearZones(name: string, zones: readonly string[]): string[] {
  const near = suggest(name, zones);
  if (near) return [near];
  const city = cityOf(name);
  const ofCity = zones.filter((zone) => cityOf(zone) === city);
  if (ofCity.length > 0) return ofCity.slice(0, 3);
  const like = suggest(city, zones.map(cityOf));
  return zones.filter((zone) => cityOf(zone) === like).slice(0, 3);
}

function knownZones(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')];
}

function cityOf(zone: string): string {
  return zone
    .slice(zone.lastIndexOf('/') + 1)
    .replaceAll(' ', '_')
    .toLowerCase();
}
