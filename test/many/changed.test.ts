import { expect, test } from 'vitest';
import { reasonToBuild, type Watched } from '../../src/many/changed.ts';

const WATCHED: Watched = {
  specs: ['hardening.yaml', '../presets/own.yaml'],
  looked: new Set(['go.mod', '.tool-versions']),
  named: ['keys/ca.pem', './packages', 'not reachable'],
  stages: [
    { include: ['go.mod', 'go.sum'], exclude: [] },
    {
      include: ['**/*.go', 'assets', 'dist/app'],
      exclude: ['**/*_test.go', '!keep_test.go', 'docs'],
    },
  ],
  packaged: false,
};

test.each([
  ['hardening.yaml', 'the spec or its preset'],
  ['../presets/own.yaml', 'the spec or its preset'],
  ['hardening.lock', 'the lock'],
  ['.tool-versions', 'a file that the plan is made from'],
  ['keys/ca.pem', 'a file that the spec names'],
  ['packages/x86_64/a.apk', 'a file that the spec names'],
  ['go.sum', 'a source'],
  ['internal/a/b.go', 'a source'],
  ['assets/logo.svg', 'a source'],
  ['keep_test.go', 'a source'],
])('%s is part of the image: %s', (path, part) => {
  expect(reasonToBuild(WATCHED, ['README.md', path], [])).toBe(`${path} changed, ${part}`);
});

test.each([
  'README.md',
  'docs/page.go',
  'a_test.go',
  '../other/main.go',
  'nested/go.sum',
  'keys/other.pem',
  'package-lock.json',
  'nested/hardening.yaml',
])('%s is no part of it', (path) => {
  expect(reasonToBuild(WATCHED, [path], [])).toBeUndefined();
});

test('a preset from npm changes with the lock file of npm, wherever above that lies', () => {
  const packaged = { ...WATCHED, packaged: true };
  expect(reasonToBuild(packaged, ['../../pnpm-lock.yaml'], [])).toContain('pnpm-lock.yaml changed');
  expect(reasonToBuild(packaged, ['sub/package-lock.json'], [])).toBeUndefined();
});

test.each(['dist', 'dist/app'])('what git does not know of may have changed: %s', (ignored) => {
  expect(reasonToBuild(WATCHED, [], ['.harden', ignored])).toBe(
    'dist/app is built into it, and git ignores it',
  );
});

test('what git ignores besides is nothing to an image', () => {
  expect(reasonToBuild(WATCHED, [], ['.harden', 'node_modules', 'dist/other'])).toBeUndefined();
});
