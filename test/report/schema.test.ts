import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderJson } from '../../src/report/json.ts';
import { readReport } from '../../src/report/read.ts';
import { judgeBy } from '../valid-json.ts';
import { richRun } from './rich-run.ts';

const { problemsOf, unnamedIn } = judgeBy('report');
const GOLDEN = join(import.meta.dirname, 'golden');
const golden = readdirSync(GOLDEN).filter((name) => name.endsWith('.golden.json'));

test.each(golden)('%s is a report by the published schema, which names all that it has', (name) => {
  const report: unknown = JSON.parse(readFileSync(join(GOLDEN, name), 'utf8'));
  expect(problemsOf(report)).toEqual([]);
  expect(unnamedIn(report)).toEqual([]);
});

const whole = JSON.parse(renderJson(richRun(30)));

test('so is one that has nearly everything', () => {
  expect(unnamedIn(whole)).toEqual([]);
});

const BROKEN: [what: string, report: object, problem: string][] = [
  ['no verdict', { ...whole, verdict: undefined }, "must have required property 'verdict'"],
  ['a later version', { ...whole, schemaVersion: 2 }, '/schemaVersion must be equal to constant'],
  ['a severity of nobody', withFinding({ severity: 'awful' }), '/findings/0/severity must be'],
  ['a number as text', withFinding({ cvss: '9.8' }), '/findings/0/cvss must be number'],
];

test.each(BROKEN)('%s is refused by schema and reader alike', (_what, report, problem) => {
  const text = JSON.stringify(report);
  expect(problemsOf(JSON.parse(text)).join('\n')).toContain(problem);
  expect(readReport(text, 'report.json').ok).toBe(false);
});

test('what a later version adds is no fault, and is told from what is named', () => {
  const later = { ...whole, attestation: 'sha256:…' };
  expect(problemsOf(later)).toEqual([]);
  expect(unnamedIn(later)).toEqual([
    expect.stringContaining('must NOT have additional properties {"additionalProperty":"attest'),
  ]);
});

function withFinding(change: object): object {
  return { ...whole, findings: [{ ...whole.findings[0], ...change }] };
}
