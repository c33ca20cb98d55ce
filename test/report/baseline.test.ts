import { expect, test } from 'vitest';
import { readBaseline } from '../../src/report/baseline.ts';
import { renderJson } from '../../src/report/json.ts';
import { RUNS } from './runs.ts';

test.each(Object.entries(RUNS))('a report of %s can be a baseline', (_name, run) => {
  const read = readBaseline(renderJson(run), 'report.json');
  expect(read.ok && read.value.findings.map(({ id }) => id)).toEqual(
    run.findings.map(({ id }) => id),
  );
});

test.each([
  ['nothing', ''],
  ['half a report', '{"schemaVersion": 1, "findings": ['],
  ['a report of another program', '{"SchemaVersion": 2, "Results": []}'],
  ['a report of a later format', '{"schemaVersion": 2, "image": {"layers": []}, "findings": []}'],
  ['a report without findings', '{"schemaVersion": 1, "image": {"layers": []}}'],
])('%s is no baseline', (_name, text) => {
  expect(readBaseline(text, 'old.json')).toMatchObject({
    ok: false,
    diagnostics: [{ code: 'cli/bad-option', message: expect.stringContaining('old.json') }],
  });
});
