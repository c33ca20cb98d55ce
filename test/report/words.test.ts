import fc from 'fast-check';
import { expect, test } from 'vitest';
import { visible, visibleJson } from '../../src/report/visible.ts';
import { formatBytes, shortDigest, wrap } from '../../src/report/words.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [21_345_678, '21.3 MB'],
  [1_500_000_000, '1.5 GB'],
])('writes %i bytes as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  ['escape', '\u001b[31m', '\\u{1b}[31m'],
  ['C1 control', '\u009b', '\\u{9b}'],
  ['line break', 'a\r\nb', 'a\\u{d}\\u{a}b'],
  ['right-to-left override', '\u202e', '\\u{202e}'],
  ['zero-width space', 'a\u200bb', 'a\\u{200b}b'],
  ['tag', '\u{e0041}', '\\u{e0041}'],
  ['lone surrogate', '\ud800', '\\u{d800}'],
  ['line separator', '\u2028', '\\u{2028}'],
  ['a command of Azure', 'a ##vso[task.complete]b', 'a \\u{23}#vso[task.complete]b'],
  ['an old command of GitHub', 'a ##[error]b', 'a \\u{23}#[error]b'],
  ['text of other scripts', 'Ünï 日本 👍', 'Ünï 日本 👍'],
])('shows %s', (_name, text, shown) => {
  expect(visible(text)).toBe(shown);
});

test('no line that is wrapped is a command of a workflow', () => {
  expect(wrap('::error::x', 80)).toEqual(['\\u{3a}:error::x']);
  expect(wrap('word ::add-mask::x', 16)).toEqual(['word', '\\u{3a}:add-mask:', ':x']);
  expect(wrap('words::error::x', 5)[1]).toMatch(/^\\u/);
  expect(wrap('\u00a0::error::x', 80)[0]).toMatch(/^\u00a0\\u/);
  expect(wrap('listens on ::1 as std::string', 80)).toEqual(['listens on ::1 as std::string']);
});

test('a document is the same and has no command', () => {
  const value = { a: '##vso[task.complete]', b: '\\##[error]' };
  const json = visibleJson(JSON.stringify(value));
  expect(json).not.toMatch(/##/);
  expect(JSON.parse(json)).toEqual(value);
});

test('shortens only what is a digest', () => {
  expect(shortDigest(`sha256:${'a'.repeat(64)}`)).toBe('sha256:aaaaaaaaaaaa');
  expect(shortDigest('not a digest')).toBe('not a digest');
});

test('wraps any text within the width and loses no word', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 80 }), (text, width) => {
      fc.pre(!text.includes('::'));
      const lines = wrap(text, width);
      expect(lines.every((line) => line.length <= width)).toBe(true);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }),
  );
});
