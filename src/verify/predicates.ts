import { z } from 'zod';

const verdict = z.object({
  on: z.string(),
  pass: z.boolean(),
  violations: z.array(z.object({ message: z.string() })),
});
const scan = z.object({ coverage: z.object({ gaps: z.array(z.string()) }), verdict });
const named = z.object({ pass: z.boolean() });
const checks = z.object({ checks: z.array(named.extend({ id: z.string() })) });
const smoke = z.object({
  pass: z.boolean().optional(),
  tests: z.array(named.extend({ name: z.string() })),
});

/** The statement of the last day; of several of one day, one that does not pass. */
export function newestScan(predicates: readonly unknown[]): unknown {
  const unreadable = predicates.find((one) => !scan.safeParse(one).success);
  if (unreadable !== undefined) return unreadable;
  const read = predicates.map((one) => scan.parse(one));
  const last = read
    .map((one) => one.verdict.on)
    .sort()
    .at(-1);
  const ofLast = read.filter((one) => one.verdict.on === last);
  return ofLast.find((one) => failedScan(one).length > 0) ?? ofLast[0];
}

/** Why a scan is no pass; nothing when it is one. */
export function failedScan(predicate: unknown): string[] {
  const read = scan.safeParse(predicate);
  if (!read.success) return ['the statement cannot be read'];
  const { coverage, verdict } = read.data;
  const problems = [
    ...verdict.violations.map(({ message }) => message),
    ...coverage.gaps.map((gap) => `the scan proves nothing: ${gap}`),
  ];
  return problems.length > 0 || verdict.pass ? problems : ['its verdict is no pass'];
}

export function failedChecks(predicate: unknown): string[] {
  const read = checks.safeParse(predicate);
  if (!read.success) return ['the statement cannot be read'];
  return read.data.checks.filter(({ pass }) => !pass).map(({ id }) => `${id} failed`);
}

export function failedSmoke(predicate: unknown): string[] {
  const read = smoke.safeParse(predicate);
  if (!read.success) return ['the statement cannot be read'];
  const { pass, tests } = read.data;
  const failed = tests.filter((one) => !one.pass).map(({ name }) => `the test "${name}" failed`);
  return failed.length > 0 || pass !== false ? failed : ['it says that not all passed'];
}
