import type { Policy } from '../plan/types.ts';
import type { Finding } from '../scan/types.ts';
import type { Graced, Judgement } from './types.ts';

interface Waiting {
  /** The findings that count today. */
  left: Finding[];
  graced: Graced[];
  judgement: Judgement;
}

/**
 * Takes out the findings whose fix is younger than the grace of their severity. The age is that of
 * the fix, not of the advisory: before there is one nobody can take it. A fix of no known day, or of
 * a day to come, has no grace. `fails` tells which findings the policy counts at all.
 */
export function applyGrace(
  grace: NonNullable<Policy['grace']>,
  findings: readonly Finding[],
  today: string,
  fails: (finding: Finding) => boolean,
): Waiting {
  const left: Finding[] = [];
  const graced: Graced[] = [];
  const undated: Finding[] = [];
  for (const finding of findings) {
    const days = grace[finding.severity] ?? 0;
    const { fixDate } = finding;
    const failsFrom = fixDate && fixDate <= today ? dayAfter(fixDate, days) : undefined;
    if (days > 0 && failsFrom && failsFrom > today && fails(finding)) {
      graced.push({ finding, failsFrom });
      continue;
    }
    if (days > 0 && !failsFrom && finding.fixedVersion && fails(finding)) undated.push(finding);
    left.push(finding);
  }
  const warnings = [...gracedWarning(graced), ...undatedWarning(undated)];
  return { left, graced, judgement: { violations: [], warnings } };
}

function gracedWarning(graced: readonly Graced[]): string[] {
  const first = graced.map(({ failsFrom }) => failsFrom).sort()[0];
  if (first === undefined) return [];
  const number = graced.length === 1 ? '1 finding' : `${graced.length} findings`;
  return [`not counted yet, for the fix is young: ${number}, failing from ${first} on`];
}

function undatedWarning(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  const names = findings.map(({ id, package: name }) => `${id} in ${name}`).join(', ');
  return [`without grace, for no scanner knows the day of the fix: ${names}`];
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
