import type { ScanReport } from './types.ts';

/** What scanners call systems whose `ID` in os-release is another one. */
const FAMILIES = new Map<string, readonly string[]>(
  Object.entries({
    almalinux: ['alma', 'almalinux'],
    amzn: ['amazon', 'amazonlinux'],
    mariner: ['cbl-mariner', 'mariner'],
    'opensuse-leap': ['opensuse.leap', 'opensuse-leap', 'opensuse'],
    'opensuse-tumbleweed': ['opensuse.tumbleweed', 'opensuse-tumbleweed', 'opensuse'],
    ol: ['oracle', 'oraclelinux'],
    rhel: ['redhat', 'rhel'],
    rocky: ['rocky', 'rockylinux'],
    sles: ['suse linux enterprise server', 'sles', 'suse'],
  }),
);

const MANAGERS = new Map([
  ['debian', 'dpkg'],
  ['ubuntu', 'dpkg'],
  ['alpine', 'apk'],
  ['chainguard', 'apk'],
  ['wolfi', 'apk'],
]);

/** The package manager of a system; undefined for those whose databases harden does not read. */
export function managerOf({ family }: Pick<NonNullable<ScanReport['os']>, 'family'>) {
  return MANAGERS.get(family);
}

/** Whether a scanner took an image for the system that it says it is. */
export function isSameSystem(
  says: { id: string; version?: string },
  { family, version }: Pick<NonNullable<ScanReport['os']>, 'family' | 'version'>,
): boolean {
  if (!(FAMILIES.get(says.id) ?? [says.id]).includes(family)) return false;
  if (!says.version) return true;
  return isWithin(version, says.version) || isWithin(says.version, version);
}

/** 13.7 is within 13, 3.20.3 within 3.20, and `2 (Karoo)` is 2. */
export function isWithin(version: string, release: string): boolean {
  return version === release || /^[^\w]/.test(afterStart(version, release));
}

function afterStart(text: string, start: string): string {
  return start !== '' && text.startsWith(start) ? text.slice(start.length) : '';
}
