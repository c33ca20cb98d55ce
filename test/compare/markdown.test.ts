import { expect, test } from 'vitest';
import { compareReports } from '../../src/compare/compare.ts';
import { renderMarkdown } from '../../src/compare/markdown.ts';
import type { RunReport } from '../../src/report/types.ts';
import { HOSTILE } from '../report/hostile.ts';
import { hostilePair, richPair } from './rich-pair.ts';
import { found, npm, reportOf } from './runs.ts';

const textOf = ({ before, after }: { before: RunReport; after: RunReport }) =>
  renderMarkdown(compareReports(before, after));

test('has both images side by side, and what changed by what brought it', async () => {
  await expect(textOf(richPair())).toMatchFileSnapshot('golden/pull-request.golden.md');
});

test('is a comment that hosts take: the mildest are cut, with a count of each severity', () => {
  const severities = ['low', 'critical', 'high', 'medium'] as const;
  const findings = Array.from({ length: 2000 }, (_, i) =>
    found(npm(`package-${i}`, '1.0.0'), `CVE-2026-${10_000 + i}`, {
      severity: severities[i % 4] ?? 'low',
    }),
  );
  const packages = findings.map((one) => npm(one.package, one.version));
  const text = textOf({ before: reportOf(), after: reportOf({ packages, findings }) });
  expect(Buffer.byteLength(text)).toBeLessThan(65_536);
  const rows = [...text.matchAll(/^\| (critical|high|medium|low) \| <code>CVE/gm)];
  expect(rows.filter(([, severity]) => severity === 'critical')).toHaveLength(500);
  const [, left, words] = /^(\d+) of 2000 left out for their size \((.*)\);/m.exec(text) ?? [];
  expect(Number(left) + rows.length).toBe(2000);
  expect(words).toMatch(/500 medium, 500 low$/);
  expect(text).toContain('The rest is left out');
});

test('what others wrote is no Markdown, no HTML and calls nobody', () => {
  const text = textOf(hostilePair());
  for (const one of HOSTILE.filter((text) => /[<>"'`@[\]]/.test(text)))
    expect(text).not.toContain(one);
  expect(text.replace(/<\/?code>/g, '')).not.toMatch(/[<>]/);
  expect(text).not.toMatch(/@\w|https?:\/\//);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]/);
});
