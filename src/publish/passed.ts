import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import type { RunReport } from '../report/types.ts';

export interface Asked {
  /** Of the manifest of the layout, as it lies on disk. */
  digest: string;
  now: Date;
  /** Hours. */
  maxAge: number;
  /** As the user named it. */
  path: string;
}

/** Why the image of a report may not be published; nothing when it may. */
export function refusals(report: RunReport, { digest, now, maxAge, path }: Asked): Diagnostic[] {
  const { image, times } = report;
  if (image.digest !== digest) {
    const message = `${path} holds ${digest}, the report is about ${image.digest}`;
    return [
      error('publish/changed', message, { hint: 'build again, and publish what came of it' }),
    ];
  }
  const faults = faultsOf(report);
  if (faults.length > 0) {
    const message = `${image.name} did not pass: ${faults.join('; ')}`;
    return [error('publish/not-passed', message, { hint: 'mend what the report says, and build' })];
  }
  const age = hoursSince(times?.finished, now);
  if (age !== undefined && age >= 0 && age <= maxAge) return [];
  const hint =
    'build again: today more may be known of what is in it; or allow more: --max-age 72h';
  return [error('publish/too-old', ageMessage(image.name, age, maxAge), { hint })];
}

/** What is wrong with a run; a verdict of an older report does not stand alone. */
function faultsOf({ verdict, coverage, checks, smoke, diagnostics }: RunReport): string[] {
  const broken = verdict.violations.map(({ message }) => message);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const faults = [
    ...broken,
    ...coverage.gaps.map((gap) => `the scan proves nothing: ${gap}`),
    ...smoke.filter(({ pass }) => !pass).map(({ name }) => `the test "${name}" failed`),
    ...errors.filter(({ code }) => code !== 'scan/blind').map(({ message }) => message),
  ];
  if (faults.length > 0 || verdict.pass) return faults;
  const failed = checks.filter(({ pass }) => !pass).map(({ id }) => id);
  return [failed.length > 0 ? `the checks ${failed.join(', ')} failed` : 'its verdict is no pass'];
}

function hoursSince(date: string | undefined, now: Date): number | undefined {
  const time = Date.parse(date ?? '');
  return Number.isNaN(time) ? undefined : (now.getTime() - time) / 3_600_000;
}

function ageMessage(name: string, age: number | undefined, maxAge: number): string {
  if (age === undefined) return `the report on ${name} does not say when it was made`;
  if (age < 0) return `the report on ${name} is of a time to come; check the clock`;
  return `the report on ${name} is ${Math.floor(age)} hours old, ${maxAge} are allowed`;
}
