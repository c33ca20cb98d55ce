import { expect, test } from 'vitest';
import {
  checksStatement,
  ledgerStatement,
  scanStatement,
  smokeStatement,
} from '../../src/statements/findings.ts';
import { WHOLE } from '../inspect/whole-ledger.ts';
import { RUNS } from '../report/runs.ts';
import { inTotoStatement } from './slsa-schema.ts';

const run = (name: string) => RUNS[name] as (typeof RUNS)[string];
const passingRun = () => run('pass');
const failingRun = () => run('fail-fixable');
const read = (text = '') => inTotoStatement.parse(JSON.parse(text));
const SUBJECT = [{ name: 'orders', digest: { sha256: 'a'.repeat(64) } }];

test('each is a statement of in-toto about the manifest of the image', () => {
  const run = {
    ...passingRun(),
    smoke: [{ name: 'starts', pass: true, evidence: 'it runs', milliseconds: 5 }],
  };
  const all = [
    scanStatement(run, { preset: 'strict' }, '2026-06-15'),
    smokeStatement(run),
    checksStatement(run),
    ledgerStatement(run, []),
  ].map(read);
  expect(all.map(({ subject }) => subject)).toEqual([SUBJECT, SUBJECT, SUBJECT, SUBJECT]);
  expect(all.map(({ predicateType }) => predicateType)).toEqual([
    'urn:harden:scan:v1',
    'urn:harden:smoke:v1',
    'urn:harden:checks:v1',
    'urn:harden:ledger:v1',
  ]);
});

test('the scan names scanners, databases, findings, and the policy that judged them on a day', () => {
  const run = failingRun();
  const { predicate } = read(scanStatement(run, { preset: 'balanced' }, '2026-06-15'));
  expect(predicate).toMatchObject({
    scanners: run.scanners,
    policy: { preset: 'balanced' },
    verdict: { on: '2026-06-15', pass: false },
    coverage: { packages: run.coverage.packages, gaps: [] },
  });
  expect(predicate['findings']).toHaveLength(run.findings.length);
});

test('a smoke test that failed is no pass, and without tests there is none either', () => {
  const smoke = [
    { name: 'starts', pass: true, evidence: 'it runs', milliseconds: 5 },
    { name: 'answers', pass: false, evidence: 'no answer', milliseconds: 9, log: 'token=1' },
  ];
  const text = smokeStatement({ ...passingRun(), smoke });
  expect(read(text).predicate).toMatchObject({ pass: false, tests: [{ pass: true }, {}] });
  expect(text).not.toContain('token=1');
  const none = read(smokeStatement({ ...passingRun(), smoke: [] }));
  expect(none.predicate).toEqual({ tests: [] });
});

test('the ledger says whose the files are, and which are of nobody', () => {
  const holdings = [{ kind: 'package' as const, name: 'libc6', files: 12, bytes: 120 }];
  const { predicate } = read(ledgerStatement(passingRun(), holdings));
  const { total, attributed } = WHOLE;
  expect(predicate).toMatchObject({ files: { total, attributed }, holdings, unattributed: [] });
});
