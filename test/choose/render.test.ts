import { expect, test } from 'vitest';
import { rank } from '../../src/choose/rank.ts';
import { renderChoice } from '../../src/choose/render.ts';
import type { Candidate, ChooseReport } from '../../src/choose/types.ts';
import { counts, refused, tried, verdict } from './candidates.ts';

const CANDIDATES: Candidate[] = [
  tried('{distroless: static-debian13}', { packages: 4 }),
  tried('{slim: trixie}', {
    findings: counts({ high: 3, low: 1234, fixable: 117 }),
    verdict: verdict('vulnerabilities.high'),
  }),
  refused('{alpine: "3.20"}', 'its support ended on 2026-04-01'),
  refused('scratch', `GET :8080/healthz gives 200: ${'it could not be started, and '.repeat(4)}so`),
  { base: `{image: "${'r'.repeat(70)}"}`, status: 'skipped', reason: 'dhi.io wants a login' },
];

function reportOf(candidates: Candidate[], rest: Partial<ChooseReport> = {}): ChooseReport {
  return {
    schemaVersion: 1,
    spec: 'hardening.yaml',
    platform: 'linux/amd64',
    database: { ref: 'trivy-db:2', digest: 'sha256:1', updatedAt: '2026-07-29T01:02:03Z' },
    candidates: rank(candidates),
    timings: {},
    ...rest,
  };
}

const winner = '{distroless: static-debian13}';

test('a line for each base, with what decided below it', () => {
  expect(renderChoice(reportOf(CANDIDATES.slice(0, 3), { winner }), 100)).toBe(
    `hardening.yaml, linux/amd64, all scanned with the database of 2026-07-29

1.  {distroless: static-debian13}     21.3 MB    4 packages  0 findings  runs
    passes the policy with the fewest findings, then packages, then bytes
2.  {slim: trixie}                    21.3 MB   11 packages  1237 findings, 117 fixable  runs
    vulnerabilities.high
-   {alpine: "3.20"}                refused
    its support ended on 2026-04-01

winner    base: {distroless: static-debian13}
          harden choose --write puts it into the spec and the lock
`,
  );
});

test.each([60, 80, 200])('%i columns hold it all, and marks stand alone', (width) => {
  const report = reportOf(CANDIDATES, { winner });
  const lines = renderChoice(report, width).split('\n');
  for (const line of lines) {
    expect(line.length).toBeLessThanOrEqual(width);
    expect(line).toBe(line.trimEnd());
  }
  const body = lines.slice(lines.indexOf('') + 1, lines.lastIndexOf('', -2));
  const marks = body.map((line) => line.slice(0, 4).trim()).filter(Boolean);
  expect(marks).toEqual(['1.', '2.', '-', '-', '-']);
  // A word that is longer than the terminal is broken, so spaces do not count.
  const text = squeezed(lines.join(''));
  for (const { base, reason } of report.candidates) {
    expect(text).toContain(squeezed(base));
    expect(text).toContain(squeezed(reason));
  }
  expect(text).toContain('1237findings,117fixableruns');
});

test('one of a thing is no plural', () => {
  const one = tried('scratch', { packages: 1, findings: counts({ low: 1 }) });
  expect(renderChoice(reportOf([one]), 100)).toContain(' 1 package  1 finding, 0 fixable  runs\n');
});

test('without a winner it says so, and never which to write', () => {
  const text = renderChoice(reportOf(CANDIDATES.slice(1)), 80);
  expect(text).toMatch(/\n\nno base can be used; see the reasons above\n$/);
  expect(text).not.toContain('--write');
});

test('without a scan no database is named', () => {
  const { database, ...unscanned } = reportOf(CANDIDATES.slice(2));
  expect(database).toBeDefined();
  expect(renderChoice(unscanned, 80)).toMatch(
    /^hardening\.yaml, linux\/amd64, nothing was built or scanned\n/,
  );
});

function squeezed(text: string): string {
  return text.replaceAll(/\s/g, '');
}
