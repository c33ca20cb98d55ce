import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseJson } from '../src/parse-json.ts';
import { readBaseline } from '../src/report/baseline.ts';
import { readReport } from '../src/report/read.ts';
import { parseTrivy } from '../src/scan/trivy.ts';

test.each(['{"a": {"__proto__": 1}}', '[{"\\u005F_proto__": {"b": 1}}]'])(
  '%s is refused',
  (text) => {
    expect(() => parseJson(text)).toThrow('it has the key __proto__');
  },
);

test('the words may stand in a value', () => {
  expect(parseJson('{"a": "__proto__"}')).toEqual({ a: '__proto__' });
});

const REPORT = readFileSync(new URL('report/golden/pass.golden.json', import.meta.url), 'utf8');
const SCAN = readFileSync(new URL('scan/fixtures/debian13-clean.json', import.meta.url), 'utf8');

test.each([
  ['a stored report', REPORT, (text: string) => readReport(text, 'a.json')],
  ['a baseline', REPORT, (text: string) => readBaseline(text, 'a.json')],
  ['what Trivy printed', SCAN, (text: string) => parseTrivy(text, '')],
])('%s with a key __proto__ is not read in part', (_what, text, read) => {
  expect(read(text).ok).toBe(true);
  expect(read(text.replace('{', '{"__proto__": {"findings": []},')).ok).toBe(false);
});
