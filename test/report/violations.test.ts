import { expect, test } from 'vitest';
import { violationMarks } from '../../src/report/violations.ts';
import { RUNS, runNamed } from './runs.ts';

const failing = Object.keys(RUNS).filter((name) => runNamed(name).verdict.violations.length > 0);
const place = { file: 'api/go.mod', line: 5, column: 2, length: 17 };

test.each(failing)('every broken rule of %s is an error, with and without a line', (name) => {
  const run = runNamed(name);
  const rules = run.verdict.violations.map(({ rule, message }) => [rule, message]);
  const bare = violationMarks(run, undefined);
  expect(bare.map(({ title, message }) => [title, message])).toEqual(rules);
  expect(bare.every(({ level, place }) => level === 'error' && !place)).toBe(true);
});

test('a package that a line asks for is shown there, once, with what to do', () => {
  const name = failing.find((one) => runNamed(one).findings.length > 0) ?? '';
  const run = runNamed(name);
  const marks = violationMarks(run, () => place).slice(run.verdict.violations.length);
  const packages = new Set(
    run.verdict.violations.flatMap(({ rule, findings }) =>
      findings.map((one) => `${rule} ${one.type} ${one.package} ${one.version}`),
    ),
  );
  expect(packages.size).toBeGreaterThan(0);
  expect(marks).toHaveLength(packages.size);
  for (const mark of marks) {
    expect(mark.place).toEqual(place);
    expect(mark.message).toMatch(/upgrade|update|no fix yet|build with|replace/);
  }
});

test('a run that passes marks nothing', () => {
  const passing = Object.keys(RUNS).find((one) => runNamed(one).verdict.violations.length === 0);
  expect(violationMarks(runNamed(passing ?? ''), () => place)).toEqual([]);
});
