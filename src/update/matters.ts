import type { Lock } from '../lock/schema.ts';
import type { UpdateReport } from './types.ts';

type Changes = Omit<UpdateReport, 'schemaVersion' | 'spec' | 'changed' | 'matters' | 'measured'>;

/** Databases are made anew every few hours, and an unfrozen build takes the newest anyway. */
const HALF = 0.5;
const HOUR = 3_600_000;

/**
 * Whether an update changes what is built or what is found. A newer database alone does not, until the
 * locked one is past half of the age that it may have; nor does a base image that was built anew with the
 * same packages, findings and size.
 * @param maxAge hours.
 */
export function matters(changes: Changes, before: Lock, now: Date, maxAge: number): boolean {
  const { images, databases, preset, asked, debian, apk } = changes;
  const moved = images.filter(({ use }) => use !== 'base' || !isAsBefore(changes.base));
  const packages = [debian, apk].flatMap((one) => Object.values(one).flat());
  const aged = databases.filter(({ ref }) => {
    const locked = before.databases.find((one) => one.ref === ref);
    const age = locked ? now.getTime() - Date.parse(locked.updatedAt) : Number.POSITIVE_INFINITY;
    return age > HALF * maxAge * HOUR;
  });
  return moved.length + packages.length + aged.length > 0 || !!preset || !!asked;
}

function isAsBefore(base: UpdateReport['base']): boolean {
  if (!base) return false;
  const { packages, findings, size } = base;
  const different = [
    packages.added,
    packages.removed,
    packages.changed,
    findings.fixed,
    findings.new,
  ];
  return different.flat().length === 0 && size.before.uncompressed === size.after.uncompressed;
}
