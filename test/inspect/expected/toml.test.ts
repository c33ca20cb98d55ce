import { expect, test } from 'vitest';
import { parseToml } from '../../../src/inspect/expected/toml.ts';

test('tables, lists of tables and every kind of value', () => {
  const text = `
# a comment
version = 1
"quoted key" = 'C:\\no\\escape' # another
big = 1_000
ratio = -0.5
day = 2026-01-02T03:04:05Z

[a.b]
c = { d = "x", e.f = [1, 2], g = {} }
[[package]]
name = "one"
list = [
    { url = "u", size = 3 },  # a comment
    "two",
]
[package.dependencies]
"typing_extensions" = ">=4"
[[package]]
name = """
a "quoted" \\
  name"""
done = true
`;
  expect(parseToml(text)).toEqual({
    version: 1,
    'quoted key': 'C:\\no\\escape',
    big: 1000,
    ratio: -0.5,
    day: '2026-01-02T03:04:05Z',
    a: { b: { c: { d: 'x', e: { f: [1, 2] }, g: {} } } },
    package: [
      {
        name: 'one',
        list: [{ url: 'u', size: 3 }, 'two'],
        dependencies: { typing_extensions: '>=4' },
      },
      { name: 'a "quoted" name', done: true },
    ],
  });
});

test('escapes of texts', () => {
  expect(parseToml('a = "\\"\\\\\\t\\u00e9\\U0001F600"')).toEqual({ a: '"\\\t\u00e9\u{1F600}' });
  expect(parseToml('a = ""\nb = \'\'')).toEqual({ a: '', b: '' });
});

test('a key may have the name of a method', () => {
  const table = parseToml('[__proto__]\nconstructor = 1\n');
  expect(Object.keys(table ?? {})).toEqual(['__proto__']);
  expect(({} as Record<string, unknown>)['constructor']).toBe(Object);
});

test.each(['a', 'a =', 'a = "x', '[a', 'a = [1', 'a = {b = 1', '= 1', 'a = 1\na.b = 2'])(
  '%j is none',
  (text) => {
    expect(parseToml(text)).toBeUndefined();
  },
);
