import { expect, test } from 'vitest';
import { compareReports } from '../../src/compare/compare.ts';
import { renderHtml } from '../../src/compare/html.ts';
import type { RunReport } from '../../src/report/types.ts';
import { HOSTILE } from '../report/hostile.ts';
import { runNamed } from '../report/runs.ts';
import { hostilePair, richPair } from './rich-pair.ts';
import { found, npm, os, reportOf } from './runs.ts';

const pageOf = ({ before, after }: { before: RunReport; after: RunReport }) =>
  renderHtml({ comparison: compareReports(before, after), before, after }, '0.1.0');

test('says of a smaller image how much, what is fixed, and what became of its packages', () => {
  const page = pageOf(richPair());
  expect(page).toContain('<p class="verdict passed">78 % smaller</p>');
  expect(page).toContain('40.0 MB became 8.8 MB. 2 of 3 findings are fixed, none is new.');
  expect(page).toMatch(/<dt>Findings<\/dt><dd>1 <small>from 3, -67 %/);
  const fixed = page.slice(page.indexOf('Findings: fixed'));
  expect(fixed).toMatch(/CVE-2026-1[\s\S]*?not in the image[\s\S]*?the base/);
  expect(fixed).toMatch(/CVE-2026-3[\s\S]*?<td>2\.1\.3<\/td>[\s\S]*?a dependency/);
  expect(page).toMatch(/<th scope="row">ms<\/th><td>from 2\.0\.0 to 2\.1\.3<\/td>/);
});

test('both are drawn at one scale', () => {
  const page = pageOf(richPair());
  const [drawing = ''] = /<svg class="treemap"[\s\S]*?<\/svg>/.exec(page) ?? [];
  expect(drawing).toContain('before 36.0 MB, after 9.0 MB');
  const sides = drawing.split('<text class="side"').slice(1);
  const areas = sides.map((side) =>
    [...side.matchAll(/width="([\d.]+)" height="([\d.]+)"/g)].reduce(
      (sum, [, width, height]) => sum + Number(width) * Number(height),
      0,
    ),
  );
  const [before = 0, after = 0] = areas;
  // Frames take a little of each.
  expect(before / after).toBeGreaterThan(3.8);
  expect(before / after).toBeLessThan(4.5);
});

test('what is no longer there is outlined, before alone', () => {
  const page = pageOf(richPair());
  expect(page).toMatch(/<g class="tile gone"><title>zlib1g: 2\.0 MB [^<]*, no longer there/);
  const [, after = ''] = page.split('after 9.0 MB</text>');
  expect(after.slice(0, after.indexOf('</svg>'))).not.toContain('gone');
});

test('what got worse, and other databases, are said first', () => {
  const ms = npm('ms', '2.0.0');
  const other = runNamed('pass').scanners.map((one) => ({
    ...one,
    database: { ...one.database, digest: `sha256:${'e'.repeat(64)}` },
  }));
  const page = pageOf({
    before: reportOf({ packages: [os('libc6', '2.41')] }),
    after: reportOf({ packages: [ms], findings: [found(ms, 'CVE-2026-1')], scanners: other }),
  });
  expect(page).toContain('<p class="verdict failed">As large as before</p>');
  expect(page).toContain('<h2>Worse</h2><ul><li>1 new finding</li></ul>');
  expect(page).toContain('scanned with different databases');
  expect(page).not.toContain('<svg class="treemap"');
});

test('two images without a finding say so', () => {
  const page = pageOf({ before: reportOf(), after: reportOf() });
  expect(page).toContain('Nothing was found in either.');
  expect(page).toContain('No scanner found an advisory for any package of either image.');
});

test('what others wrote is never markup, and the page names nothing outside', () => {
  const page = pageOf(hostilePair());
  for (const text of HOSTILE.filter((one) => /[<>"']/.test(one))) expect(page).not.toContain(text);
  expect(page).not.toMatch(/<[a-z]+[^>]*\son[a-z]+=/);
  expect(page).not.toMatch(/href="(?!#|https?:)/);
  expect(page).not.toMatch(/<(?:link|img|iframe|object|base|form)|<[a-z]+[^>]*\ssrc=/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(page).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]/);
});
