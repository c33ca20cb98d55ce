import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { matcher, present, stubNames } from '../../src/eject/source-names.ts';
import { folder } from '../oci/contents.ts';

test.each([
  ['*.rs', ['main.rs'], ['src/main.rs', 'main.rsx']],
  ['**/src/*.rs', ['src/a.rs', 'x/src/a.rs'], ['src/a/b.rs', 'a.rs']],
  ['vendor/**', ['vendor/a', 'vendor/a/b'], ['a/vendor/b']],
  ['src', ['src', 'src/a'], ['srcs', 'a/src']],
  ['a.b+c', ['a.b+c'], ['axb+c']],
  ['[ab]?', ['ax', 'bx'], ['cx', 'a/']],
])('%s', (pattern, yes, no) => {
  const matches = matcher([pattern]);
  expect(yes.filter((path) => !matches(path))).toEqual([]);
  expect(no.filter((path) => matches(path))).toEqual([]);
});

test('the last pattern that matches decides', () => {
  const matches = matcher(['**/*.rs', '!keep.rs']);
  expect([matches('a/b.rs'), matches('keep.rs')]).toEqual([true, false]);
});

test('stubs are the sources that are included and not excluded', async () => {
  const project = await folder();
  for (const path of ['src/main.rs', 'src/old.rs', 'target/x/main.rs', 'Cargo.toml']) {
    await mkdir(dirname(join(project, path)), { recursive: true });
    await writeFile(join(project, path), '');
  }
  const stage = {
    name: 'dependencies' as const,
    files: { include: [], exclude: [] },
    stubs: { include: ['**/*.rs'], exclude: ['**/old.rs'], text: '' },
    steps: [],
  };
  expect(await stubNames(stage, project)).toEqual(['src/main.rs']);
  expect(present(['Cargo.toml', 'Cargo.lock'], project)).toEqual(['Cargo.toml']);
});
