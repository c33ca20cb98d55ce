import { expect, test } from 'vitest';
import { renderJson } from '../../src/report/json.ts';
import type { RunReport } from '../../src/report/types.ts';
import { RUNS, runNamed } from './runs.ts';

test.each(Object.entries(RUNS))('prints %s as JSON', async (name, run) => {
  const json = renderJson(run);
  await expect(json).toMatchFileSnapshot(`golden/${name}.golden.json`);
  expect(JSON.parse(json)).toEqual(run);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(json).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]/);
});

test('has its keys in the same order, however the report was made', () => {
  const run = RUNS['fail-fixable'];
  if (!run) throw new Error('no such run');
  expect(renderJson(reversed(run) as RunReport)).toBe(renderJson(run));
});

test('says in which index jars were looked up', () => {
  const run = RUNS['pass'];
  const [scanner] = run?.scanners ?? [];
  if (!run || !scanner) throw new Error('no such run');
  const javaIndex = { ...scanner.database, ref: 'registry.example/trivy-java-db:1' };
  const scanners = [{ ...scanner, javaIndex }];
  expect(JSON.parse(renderJson({ ...run, scanners })).scanners).toEqual(scanners);
});

test('says what each owner has in each layer', () => {
  const report = runNamed('pass');
  const holdings = [
    { kind: 'package' as const, name: 'libc6', layer: 0, files: 30, bytes: 5_000_000 },
  ];
  const coverage = { ...report.coverage, files: { ...report.coverage.files, holdings } };
  expect(JSON.parse(renderJson({ ...report, coverage })).coverage.files.holdings).toEqual(holdings);
});

// The keys of these three are the user's or the run's, in the order of events.
const FREE = new Set([
  'timings',
  'reports',
  'database',
  'packages',
  'os',
  'plan',
  'toolchain',
  'times',
  'origin',
]);

function reversed(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => reversed(item));
  if (typeof value !== 'object' || value === null || FREE.has(key)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, reversed(inner, name)]),
  );
}
