import type { BuildPlan, Severity } from '../plan/types.ts';
import type { RunReport } from '../report/types.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Days before the end of an exception from which on its warning is another one each day. */
const NOTICE = 14;

/**
 * The first moment at which the same image may be judged or described differently though nothing else
 * changed: an exception ends, a grace is over, the support of the base ends, a database gets old.
 * @param now of the judgement; all in milliseconds since 1970.
 */
export function judgedUntil(
  { policy, scan }: Pick<BuildPlan, 'policy' | 'scan'>,
  report: Pick<RunReport, 'findings' | 'sources' | 'scanners' | 'image'>,
  now: number,
): number {
  const exceptions = [...policy.ignore, ...(policy.accept ?? [])];
  const findings = [...report.findings, ...(report.sources?.findings ?? [])];
  const { endOfLife } = report.image.base;
  const moments = [
    ...exceptions.flatMap(({ until }) => [dayOf(until) + DAY, ...noticesOf(dayOf(until), now)]),
    ...findings.flatMap(({ severity, fixDate }) => graceOf(severity, fixDate, policy.grace ?? {})),
    ...(endOfLife ? [dayOf(endOfLife) + DAY] : []),
    ...report.scanners.flatMap(({ database }) => agesOf(database, scan.maxDatabaseAge, now)),
  ];
  // A day that nobody can read may be any day.
  const known = moments.map((one) => (Number.isNaN(one) ? now : one));
  return Math.min(Number.POSITIVE_INFINITY, ...known.filter((one) => one >= now));
}

function noticesOf(end: number, now: number): number[] {
  const first = end - NOTICE * DAY;
  return [first, ...(now >= first && now < end + DAY ? [nextDay(now)] : [])];
}

function graceOf(
  severity: Severity,
  fixDate: string | undefined,
  grace: NonNullable<BuildPlan['policy']['grace']>,
): number[] {
  const days = grace[severity] ?? 0;
  if (days === 0 || fixDate === undefined) return [];
  return [dayOf(fixDate), dayOf(fixDate) + days * DAY];
}

/** From a day on its age is told, in hours and later in days. */
function agesOf(
  { updatedAt }: RunReport['scanners'][number]['database'],
  maxHours: number,
  now: number,
): number[] {
  const made = Date.parse(updatedAt);
  const hours = Math.floor((now - made) / HOUR);
  const told = hours >= 24 ? [made + (hours + 1) * HOUR] : [];
  return [made + DAY, made + maxHours * HOUR, ...told];
}

function dayOf(date: string): number {
  return Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
}

function nextDay(now: number): number {
  return Math.floor(now / DAY) * DAY + DAY;
}
