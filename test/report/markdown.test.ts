import { marked } from 'marked';
import { expect, test } from 'vitest';
import { renderComment, renderMarkdown } from '../../src/report/markdown.ts';
import type { RunReport } from '../../src/report/types.ts';
import { visible } from '../../src/report/visible.ts';
import { HOSTILE } from './hostile.ts';
import { richRun } from './rich-run.ts';
import { RUNS, runNamed } from './runs.ts';

const MIB = 1024 * 1024;
const COMMENT = 65_536;
const GO_MOD = { file: 'api/go.mod', line: 5, column: 9, length: 17 };

const inputOf = (report: RunReport) => ({ report, harden: '0.1.0' });
const summary = (report: RunReport) => renderMarkdown(inputOf(report));
const comment = (report: RunReport) => renderComment(inputOf(report));

/** The tags of a text as code hosts render it, with what they lead to. */
function tagsOf(markdown: string): Set<string> {
  const page = marked.parse(markdown, { async: false, gfm: true });
  return new Set([...page.matchAll(/<(\w+)([^>]*)>/g)].map(([, tag, rest]) => `${tag}${rest}`));
}

/** What is read of it, entities decoded. */
function textOf(markdown: string): string {
  return marked
    .parse(markdown, { async: false, gfm: true })
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(
      /&(lt|gt|quot|amp);/g,
      (_, name) => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[name as 'lt'],
    )
    .replaceAll('\u200b', '');
}

const OURS = /^(?:h2|h3|p|ul|li|code|br|strong|table|thead|tbody|tr|th|td)$/;

test.each(Object.entries(RUNS))(
  '%s is a summary and a comment of nothing but our tags',
  (_name, report) => {
    for (const text of [summary(report), comment(report)]) {
      const others = [...tagsOf(text)].filter((tag) => !OURS.test(tag));
      expect(others.filter((tag) => !tag.startsWith('a href="https://avd.aquasec.com/'))).toEqual(
        [],
      );
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
      expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]/);
    }
  },
);

test('what others wrote is read as they wrote it, and does nothing', () => {
  const text = summary(richRun(400));
  const others = [...tagsOf(text)].filter((tag) => !OURS.test(tag));
  expect(others.filter((tag) => !tag.startsWith('a href="https://avd.example/'))).toEqual([]);
  const read = textOf(text);
  for (const one of HOSTILE) expect(read).toContain(visible(one));
  expect(text).not.toMatch(/^::/m);
  expect(text).not.toMatch(/@everyone|www\.|javascript:/);
});

test('no issue is called by its number', () => {
  const run = runNamed('fail-fixable');
  const text = summary({ ...run, verdict: { ...run.verdict, warnings: ['see GH-1 and #2'] } });
  expect(text).toContain('see GH-&#8203;1 and &#35;&#8203;2');
});

test('the verdict comes first, then why, what to do and the line to change', () => {
  const text = renderMarkdown({
    ...inputOf(runNamed('fail-fixable')),
    locate: ({ type }) => (type === 'gobinary' ? GO_MOD : undefined),
  });
  const titles = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title);
  expect(titles).toEqual([
    'Failed: <code>orders</code>',
    'Why it failed',
    'What to do',
    'Findings',
    'Warnings',
  ]);
  expect(textOf(text)).toContain('api/go.mod:5');
  expect(summary(runNamed('pass'))).toContain('No findings in 34 packages.');
  expect(summary(runNamed('coverage-gap'))).toMatch(/^## Not proven/);
});

test.each([
  [1000, comment, COMMENT],
  [10_000, comment, COMMENT],
  [10_000, summary, MIB],
] as const)('of %i findings the mildest are cut, and it says how many', (count, render, limit) => {
  const text = render(richRun(count));
  expect(Buffer.byteLength(text)).toBeLessThan(limit);
  expect(Buffer.byteLength(text)).toBeGreaterThan(limit * 0.9);
  const rows = [...text.matchAll(/^\| (critical|high|medium|low) /gm)].map(([, word]) => word);
  const [, cut = ''] = /^(\d+) of \d+ findings left out/m.exec(text) ?? [];
  expect(rows.length + Number(cut)).toBe(count);
  const order = ['critical', 'high', 'medium', 'low'];
  expect(rows).toEqual(rows.toSorted((a = '', b = '') => order.indexOf(a) - order.indexOf(b)));
  expect(text).toContain(`${count / 4} low); the JSON report has all.`);
});

test('texts of any length fit a comment all the same', () => {
  const report = runNamed('coverage-gap');
  const long = '&'.repeat(100_000);
  const gaps = Array.from({ length: 500 }, (_, i) => `${i} ${long}`);
  const checks = report.checks.map((check) => ({ ...check, pass: false, evidence: long }));
  const warnings = gaps;
  const text = comment({
    ...report,
    checks,
    coverage: { ...report.coverage, gaps },
    verdict: { ...report.verdict, warnings },
  });
  expect(Buffer.byteLength(text)).toBeLessThan(COMMENT);
  expect(text).toContain('and 480 more');
});

test('a comment is found again by its first line, whatever the name', () => {
  const report = runNamed('pass');
  const named = (name: string) => comment({ ...report, image: { ...report.image, name } });
  expect(named('orders').split('\n')[0]).toBe('<!-- harden: orders -->');
  expect(named('a--> <b>').split('\n')[0]).toBe('<!-- harden: a-%2D%3E%20%3Cb%3E -->');
});
