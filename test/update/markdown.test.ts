import { marked } from 'marked';
import { expect, test } from 'vitest';
import { renderUpdateMarkdown } from '../../src/update/markdown.ts';
import type { UpdateReport } from '../../src/update/types.ts';
import { finding, report } from './reports.ts';

const NONE = { added: [], removed: [], changed: [] };
const SIZE = { compressed: 1e6, uncompressed: 2e6 };
const base = (changes: Partial<NonNullable<UpdateReport['base']>> = {}) => ({
  packages: NONE,
  findings: { fixed: [], new: [], remaining: [] },
  size: { before: SIZE, after: SIZE },
  ...changes,
});

test('what is fixed comes before how, in one text', () => {
  const text = renderUpdateMarkdown(
    report({
      images: [
        {
          ...{ ref: 'base:1', use: 'base', size: { from: 1, to: 1 } },
          ...{ from: `sha256:${'a'.repeat(64)}`, to: `sha256:${'b'.repeat(64)}` },
        },
      ],
      debian: { ...NONE, changed: [{ name: 'libssl3', from: '3.5.1', to: '3.5.2' }] },
      base: base({ findings: { fixed: [finding('CVE-2026-1')], new: [], remaining: [] } }),
    }),
  );
  expect(text).toContain('1 findings fixed, 0 new, 0 remain in the base.');
  const places = ['CVE-2026-1', 'sha256:aaaaaaaaaaaa to sha256:bbbbbbbbbbbb', '3.5.1 to 3.5.2'];
  const found = places.map((one) => text.indexOf(one));
  expect(found.every((at) => at > 0)).toBe(true);
  expect(found).toEqual(found.toSorted((a, b) => a - b));
});

test('foreign text makes no markup, calls nobody and cannot write to a terminal', () => {
  const evil = '<img src=x onerror=alert(1)> @all [x](http://x) | \u202e\u001b[2J\n## Hi';
  const one = { name: evil, version: evil };
  const text = renderUpdateMarkdown(
    report({
      spec: evil,
      notCompared: evil,
      preset: { name: evil, from: 'a', to: 'b' },
      databases: [{ ref: evil, to: 'x', updatedAt: evil }],
      apk: { added: [one], removed: [one], changed: [{ name: evil, from: evil, to: evil }] },
      base: base({
        packages: { ...NONE, added: [one] },
        findings: {
          fixed: [finding(evil, { package: evil, version: evil })],
          ...{ new: [], remaining: [] },
        },
      }),
    }),
  );
  const page = String(marked.parse(text));
  expect(page).not.toMatch(/<img|<a /);
  expect([...page.matchAll(/<h2/g)]).toHaveLength(1);
  for (const hidden of ['\u202e', '\u001b', '@all']) expect(text).not.toContain(hidden);
});

test('what is too long for a pull request is cut, and it says so', () => {
  const many = Array.from({ length: 5000 }, (_, at) => finding(`CVE-2026-${at}`));
  const text = renderUpdateMarkdown(
    report({ base: base({ findings: { fixed: many, new: [], remaining: [] } }) }),
  );
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536);
  expect(text).toContain('more are left out; harden update --json has all.');
});
