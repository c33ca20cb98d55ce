import { expect, test } from 'vitest';
import { readBase, withBase } from '../../src/spec/edit.ts';

const NEW = '{distroless: cc}';
const HEAD = 'version: 1\nlanguage: go\nentrypoint: [/a]\n';
const TAIL = '\n# how it runs\nruntime: {ports: [8080]} # of the chart\n';

test.each<[string, string, string]>([
  ['a word', 'base: debian\n', `base: ${NEW}\n`],
  ['a word with a comment', 'base: auto # ask\n', `base: ${NEW} # ask\n`],
  ['double quotes', 'base: "debian"\n', `base: ${NEW}\n`],
  ['single quotes', "base: 'debian' # why\n", `base: ${NEW} # why\n`],
  ['a key in quotes', '"base": debian\n', `"base": ${NEW}\n`],
  ['a flow map', 'base: {debian: trixie, packages: [a]} # b\n', `base: ${NEW} # b\n`],
  ['a flow map of many lines', 'base: {\n  debian: trixie,\n}\n', `base: ${NEW}\n`],
  ['a block map', 'base:\n  debian: trixie\n  packages:\n    - a\n', `base: ${NEW}\n`],
  ['a block map after an empty line', 'base:\n\n  debian: trixie\n', `base: ${NEW}\n`],
  [
    'a comment beside the key of a block',
    'base: # why\n  debian: trixie\n',
    `base: ${NEW} # why\n`,
  ],
  [
    'comments in a block',
    'base: # why\n  # not yet\n  debian: trixie\n',
    `base: ${NEW} # why\n  # not yet\n`,
  ],
  ['a word on the next line', 'base:\n  debian\n', `base: ${NEW}\n`],
  ['a folded text', 'base: >-\n  debian\n', `base: ${NEW}\n`],
  ['an anchor', 'base: &b debian\n', `base: &b ${NEW}\n`],
  ['an anchor of a block', 'base: &b # why\n  debian: trixie\n', `base: &b ${NEW} # why\n`],
  ['nothing yet', 'base:\n', `base: ${NEW}\n`],
  ['no base at all', '', `base: ${NEW}\n`],
])('%s is replaced, and all around it stays', (_name, before, after) => {
  for (const tail of [TAIL, '']) {
    const [text, expected] = [HEAD + before + tail, HEAD + after + tail];
    expect(withBase(text, NEW)).toBe(expected);
    expect(withBase(text.replaceAll('\n', '\r\n'), NEW)).toBe(expected.replaceAll('\n', '\r\n'));
  }
});

test.each<[string, string, string]>([
  [
    'with',
    'version: 1\nwith: {cgo: true} # c\n',
    `version: 1\nwith: {cgo: true} # c\nbase: ${NEW}\n`,
  ],
  [
    'a list of entrypoint',
    'version: 1\nentrypoint:\n  - /a # b\n\n# c\nruntime: {}\n',
    `version: 1\nentrypoint:\n  - /a # b\nbase: ${NEW}\n\n# c\nruntime: {}\n`,
  ],
  ['a last line without end', 'version: 1 # b', `version: 1 # b\nbase: ${NEW}\n`],
  [
    'an indented map',
    '  version: 1\n  runtime: {}\n',
    `  version: 1\n  base: ${NEW}\n  runtime: {}\n`,
  ],
  ['a map in braces', '{version: 1, runtime: {}}\n', `{version: 1, base: ${NEW}, runtime: {}}\n`],
  ['braces on many lines', '{\n  "version": 1\n}\n', `{\n  "version": 1, base: ${NEW}\n}\n`],
  ['a byte order mark', '\ufeffversion: 1\n', `\ufeffversion: 1\nbase: ${NEW}\n`],
])('a base comes after %s', (_name, before, after) => {
  expect(withBase(before, NEW)).toBe(after);
});

test.each(['', '- a\n', 'debian\n', '# only this\n'])('%j is no map, and stays', (text) => {
  expect(withBase(text, NEW)).toBeUndefined();
});

test.each<[string, unknown]>([
  ['debian', 'debian'],
  ['auto', 'auto'],
  ['{debian: trixie}', { debian: 'trixie' }],
  ['{alpine: "3.23"}', { alpine: '3.23' }],
  ['{image: "registry.example/app:1"}', { image: 'registry.example/app:1' }],
  ['{alpine: 3.23}', undefined],
  ['{debian: trixie, distroless: cc}', undefined],
  ['ubuntu', undefined],
  ['', undefined],
  ['{debian: [', undefined],
])('the base %j is read as a spec has it', (text, expected) => {
  expect(readBase(text)).toEqual(expected);
});
