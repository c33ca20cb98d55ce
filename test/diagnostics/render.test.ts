import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Diagnostic, error, warning } from '../../src/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { columnsOf } from '../../src/diagnostics/visible.ts';

const FILE = 'hardening.yaml';
const span = (line: number, column: number, length: number) => ({
  file: FILE,
  line,
  column,
  length,
});

function render(
  diagnostic: Diagnostic,
  text?: string,
  options: { color?: boolean; width?: number } = {},
) {
  const sources = new Map(text === undefined ? [] : [[FILE, text]]);
  return renderDiagnostics([diagnostic], sources, { color: false, width: 80, ...options });
}

test('place, level, code, frame, hint, page', () => {
  const one = error('spec/unknown-base', 'base is "x"', { span: span(2, 7, 1), hint: 'write y' });
  expect(render(one, 'version: 1\nbase: x\n')).toBe(`hardening.yaml:2:7  error  spec/unknown-base
  2 | base: x
    |       ^  base is "x"
  hint: write y
  docs: docs/diagnostics/spec-unknown-base.md
`);
});

test('without a place, and with what a program said', () => {
  const one = warning('build/step-failed', 'make exited with 2', { detail: 'a\n\tb\u001b[31m' });
  expect(render(one)).toBe(`warning  build/step-failed
  make exited with 2
  | a
  |     b␛[31m
  docs: docs/diagnostics/build-step-failed.md
`);
});

test('without the text, the place and the message are left', () => {
  const one = error('spec/syntax', 'odd', { span: span(3, 1, 1) });
  expect(render(one)).toContain('hardening.yaml:3:1  error  spec/syntax\n  odd\n');
  expect(render(one, 'one line')).toContain('  odd\n');
});

test('several are apart by an empty line; none is nothing', () => {
  const one = error('spec/empty', 'a');
  const text = renderDiagnostics([one, one], new Map(), { color: false, width: 80 });
  expect(text.split('\n\n')).toHaveLength(2);
  expect(renderDiagnostics([], new Map(), { color: false, width: 80 })).toBe('');
});

test('colour goes around words and nowhere else', () => {
  const one = error('spec/empty', 'a', { span: span(1, 1, 1) });
  const colored = render(one, 'abc', { color: true });
  expect(colored).toContain('\u001b[31merror\u001b[0m');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(render(one, 'abc'));
});

test('the mark stands below wide and combining characters where they are shown', () => {
  const one = error('spec/empty', 'here', { span: span(1, 6, 1) });
  const [, , caret] = render(one, '漢字e\u0301 X').split('\n');
  expect(caret).toBe(`    | ${' '.repeat(6)}^  here`);
});

test('credentials in a URL are not shown, neither in the line nor in the message', () => {
  const line = 'proxy: http://me:hunter2@proxy.example';
  const one = error('spec/bad-value', `it is ${line}`, { span: span(1, 8, 31), hint: line });
  const text = render(one, line);
  expect(text).not.toContain('hunter2');
  expect(text).toContain('http://**********@proxy.example');
});

test.each([
  '::error::x',
  'a\n  ::add-mask::x',
  `${'a '.repeat(60)}::error::x`,
  'a ##vso[task.complete]b',
  '##[error]x',
])('no line of %j is a command of a workflow', (message) => {
  const one = error('spec/unknown-key', message, { hint: message, detail: message });
  const text = render({ ...one, span: { file: message, line: 1, column: 1, length: 1 } }, message);
  expect(text).not.toMatch(/^\s*::[a-z]|##(?:\[|vso\[)/m);
});

test('lines are cut so that the mark stays in view', () => {
  const text = `${'a'.repeat(300)}X${'b'.repeat(300)}`;
  const [, line = '', caret = ''] = render(
    error('spec/empty', 'm', { span: span(1, 301, 1) }),
    text,
  ).split('\n');
  expect(columnsOf(line)).toBeLessThanOrEqual(80);
  expect(line[caret.indexOf('^')]).toBe('X');
});

test('whatever the text, nothing that acts on a terminal gets through, and lines end', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 120 });
  fc.assert(
    fc.property(
      anything,
      anything,
      fc.nat(130),
      fc.nat(130),
      fc.integer({ min: 20, max: 120 }),
      (text, message, at, length, width) => {
        const one = error('spec/syntax', message, {
          span: span(1, at + 1, length + 1),
          hint: message,
          detail: text,
        });
        const rendered = render(one, text, { width });
        expect(rendered.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(rendered.endsWith('.md\n')).toBe(true);
      },
    ),
  );
});
