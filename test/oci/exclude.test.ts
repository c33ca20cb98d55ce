import { expect, it } from 'vitest';
import { excluder } from '../../src/oci/exclude.ts';

it.each([
  ['tests', 'tests', true],
  ['tests', 'app/tests/a.py', true],
  ['tests', 'app/tests2', false],
  ['*.map', 'app/dist/main.js.map', true],
  ['*.map', 'app/main.mapper', false],
  ['/opt', 'opt/a', true],
  ['/opt', 'app/opt', false],
  ['./opt', 'opt/a', true],
  ['./opt', 'app/opt', false],
  ['./*.md', 'README.md', true],
  ['./*.md', 'app/a.md', false],
  ['app/*/x', 'app/a/x', true],
  ['app/*/x', 'app/a/b/x', false],
  ['app/**/x', 'app/a/b/x', true],
  ['app/**/x', 'app/x', true],
  ['app/**', 'app/a/b', true],
  ['app/**', 'app', false],
  ['./app/a?c/', 'app/abc/d', true],
  ['a+(b)', 'a+(b)', true],
  ['a.b', 'aXb', false],
])('%s on %s: %s', (pattern, path, expected) => {
  expect(excluder([pattern])(path)).toBe(expected);
});

it('excludes nothing without patterns', () => {
  expect(excluder([])('anything')).toBe(false);
});
