import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { renderHtml } from '../../src/report/html.ts';
import { HOSTILE } from './hostile.ts';
import { richRun } from './rich-run.ts';
import { RUNS, runNamed } from './runs.ts';

const pageOf = (report: Parameters<typeof renderHtml>[0]['report']) =>
  renderHtml({ report, harden: '0.1.0' });

test.each(Object.entries(RUNS))('%s is a page that names nothing outside', (_name, report) => {
  const page = pageOf(report);
  expect(page).not.toMatch(/<(?:link|img|iframe|object|base|form action)|\ssrc=|@import|url\(http/);
  expect(page.match(/<script/g)).toHaveLength(1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(page).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]/);
});

test('its policy has the hashes of the script and the style that are in it', () => {
  const page = pageOf(runNamed('pass'));
  const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  for (const name of ['script', 'style']) {
    const [, text = ''] = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(page) ?? [];
    const hash = createHash('sha256').update(text).digest('base64');
    expect(policy).toContain(`${name}-src 'sha256-${hash}'`);
  }
  expect(policy).toMatch(/^default-src 'none'; /);
  expect(policy).not.toContain('unsafe');
});

test('what others wrote is never markup', () => {
  const page = pageOf(richRun(400));
  for (const text of HOSTILE.filter((one) => /[<>"']/.test(one))) expect(page).not.toContain(text);
  expect(page).not.toMatch(/<[a-z]+[^>]*\son[a-z]+=/);
  expect(page).not.toMatch(/href="(?!#|https?:)/);
});

test('1,000 findings are less than 2 MB', () => {
  expect(Buffer.byteLength(pageOf(richRun(1000)))).toBeLessThan(2_000_000);
});

test('says what is known of every part of a run', () => {
  const page = pageOf(richRun(30));
  const titles = [...page.matchAll(/<h2 id="[a-z]+-title">([^<]*)/g)].map(([, title = '']) =>
    title.trim(),
  );
  expect(titles).toEqual([
    'Findings',
    'What is in it',
    'Whose the files are',
    'Hardening checks',
    'Smoke tests',
    'Where the scanners disagree',
    'Ignored',
    'Where it comes from',
  ]);
  expect(page).toContain('27 hours old');
  expect(page).toContain('the program listens on 127.0.0.1 alone');
  expect(page).toContain('platform-team, until 2026-12-31');
  expect(page).toContain('fails from 2026-07-01 on');
});

test('a zero says what was looked at, and blindness comes before a verdict', () => {
  expect(pageOf(runNamed('pass'))).toContain('No findings in 34 packages. All 210 files');
  const blind = pageOf(runNamed('coverage-gap'));
  expect(blind).toContain('Not proven');
  expect(blind).not.toContain('Passed');
});

test('sizes are drawn by layer and package, and coloured by the worst finding in each', () => {
  const page = pageOf(richRun(30));
  expect(page.match(/<svg class="treemap"/g)).toHaveLength(2);
  expect(page).toContain('openssl: 9.0 MB in 3 files, base layer, 2 findings');
  expect(page).toMatch(/<g class="tile critical"><title>openssl: 9\.0 MB/);
});

test('a report of an older version has no sizes of packages, and says the rest', () => {
  const page = pageOf(runNamed('fail-fixable'));
  expect(page).not.toContain('<svg class="treemap"');
  expect(page).toContain('dependencies');
});
