import { expect, test } from 'vitest';
import { renderJson } from '../../src/report/json.ts';
import { readReport } from '../../src/report/read.ts';
import { RUNS, runNamed } from './runs.ts';

test.each(Object.entries(RUNS))('reads %s as it was stored', (_name, report) => {
  expect(readReport(renderJson(report), 'report.json')).toMatchObject({ ok: true, value: report });
});

const whole = JSON.parse(renderJson(runNamed('fail-fixable')));

const REFUSED: [what: string, text: string, message: RegExp][] = [
  ['damaged JSON', '{"schemaVersion": 1', /is damaged, it cannot be read as JSON/],
  [
    'a later version',
    JSON.stringify({ ...whole, schemaVersion: 2 }),
    /schemaVersion 2, expected 1/,
  ],
  ['another document', '[]', /is no report of harden/],
  ['a list that is missing', JSON.stringify({ ...whole, findings: undefined }), /findings/],
  [
    'a severity of nobody',
    JSON.stringify({ ...whole, findings: [{ ...whole.findings[0], severity: 'awful' }] }),
    /findings\.0\.severity/,
  ],
];

test.each(REFUSED)('%s is refused', (_what, text, message) => {
  const read = readReport(text, '.harden/report.json');
  expect(read).toMatchObject({
    ok: false,
    diagnostics: [{ code: 'report/unreadable', message: expect.stringMatching(message) }],
  });
});
