import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { error } from '../../../src/diagnostics/diagnostic.ts';
import { COMBINED, renderCombined } from '../../../src/report/many/formats.ts';
import { renderManyJson } from '../../../src/report/many/json.ts';
import { renderManyText } from '../../../src/report/many/text.ts';
import type { ImageRun, ManyReport } from '../../../src/report/many/types.ts';
import type { RunReport } from '../../../src/report/types.ts';
import { judgeBy } from '../../valid-json.ts';
import { HOSTILE } from '../hostile.ts';
import { richRun } from '../rich-run.ts';
import { runNamed } from '../runs.ts';

const { problemsOf, unnamedIn } = judgeBy('many');

function runOf(label: string, rest: Partial<ImageRun>): ImageRun {
  return {
    ...{ label, path: label, status: 'passed', exitCode: 0, milliseconds: 12_340 },
    ...{ diagnostics: [] },
    ...rest,
  };
}

const passed = runNamed('pass');
const failed = runNamed('fail-fixable');
const blind = runNamed('coverage-gap');
const step = error('build/step-failed', 'go build exited with 1', { hint: 'read the log' });

const REPORT: ManyReport = {
  schemaVersion: 1,
  exitCode: 3,
  milliseconds: 45_678,
  images: [
    runOf('services/api', { report: passed, published: ['r.example/api:1@sha256:00'] }),
    runOf('shop:web', {
      ...{ path: 'shop', image: 'web', status: 'failed', exitCode: 1, report: failed },
    }),
    runOf('shop:worker', { status: 'failed', exitCode: 4, report: blind }),
    runOf('tools', { status: 'failed', exitCode: 3, milliseconds: 900, diagnostics: [step] }),
    runOf('z', { status: 'skipped', milliseconds: 0 }),
  ],
};

function inputsOf({ images }: ManyReport) {
  return images.flatMap(({ report }) => (report ? [{ report, harden: '0.0.0' }] : []));
}

const rendered = (report: ManyReport, format: (typeof COMBINED)[number]) =>
  renderCombined(format, { report, inputs: inputsOf(report), harden: '0.0.0' });

test.each([60, 100])('a table of %i columns', async (width) => {
  const text = renderManyText(REPORT, { width });
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
  await expect(text).toMatchFileSnapshot(`golden/many-${width}.txt`);
});

test('a summary has those that did not pass first', async () => {
  await expect(rendered(REPORT, 'markdown')).toMatchFileSnapshot('golden/many.md');
  expect(rendered(REPORT, 'comment').split('\n')[0]).toBe('<!-- harden: many images -->');
});

test('the document is what its schema says, and names nothing that this does not have', () => {
  const document: unknown = JSON.parse(renderManyJson(REPORT));
  expect(problemsOf(document)).toEqual([]);
  expect(unnamedIn(document)).toEqual([]);
  expect(document).toMatchObject({
    images: [{ report: { image: { name: passed.image.name } } }, {}, {}, {}, {}],
  });
});

test('JUnit has the suites of each image, and a failure for one that came to nothing', () => {
  const found: { name: string; attributes: Record<string, string> }[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => found.push({ name, attributes }));
  parser.write(rendered(REPORT, 'junit')).close();
  const suites = found
    .filter(({ name }) => name === 'testsuite')
    .map(({ attributes }) => attributes);
  expect(suites.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['services/api checks', 'shop:web policy', 'tools build', 'z build']),
  );
  const failures = suites.reduce((sum, one) => sum + Number(one['failures']), 0);
  expect(found[0]?.attributes['failures']).toBe(String(failures));
  expect(suites.find(({ name }) => name === 'tools build')).toMatchObject({ failures: '1' });
  expect(suites.find(({ name }) => name === 'z build')).toMatchObject({ skipped: '1' });
});

test('SARIF has a run for each image that was judged', () => {
  const { runs } = JSON.parse(rendered(REPORT, 'sarif'));
  expect(runs.map((one: { properties: { digest: string } }) => one.properties.digest)).toEqual(
    [passed, failed, blind].map(({ image }) => image.digest),
  );
});

test.each(COMBINED)('foreign text stays text: %s', (format) => {
  const label = HOSTILE.join('');
  const report: RunReport = { ...richRun(3), image: { ...passed.image, name: label } };
  const bad = error('build/step-failed', label, { hint: label });
  const text = rendered(
    {
      ...REPORT,
      images: [
        runOf(label, { status: 'failed', exitCode: 1, report }),
        runOf('b', { status: 'failed', exitCode: 3, diagnostics: [bad] }),
      ],
    },
    format,
  );
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  if (format === 'html') expect(text).not.toMatch(/<(?:img|svg|iframe)/i);
  if (format === 'markdown' || format === 'comment')
    expect(text).not.toMatch(/<(?!code|\/code|!-- harden)/);
});
