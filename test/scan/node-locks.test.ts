import { expect, test } from 'vitest';
import { sameVersion } from '../../src/scan/ecosystem.ts';
import { nodePackage } from '../../src/scan/node-packages.ts';
import { npmLockPackages } from '../../src/scan/npm-lock.ts';
import { pnpmLockPackages } from '../../src/scan/pnpm-lock.ts';
import type { ExpectedPackage } from '../../src/scan/types.ts';
import { yarnLockPackages } from '../../src/scan/yarn-lock.ts';

const shown = (packages: ExpectedPackage[] = []) =>
  packages.map(({ name, version }) => `${name}@${version}`).sort();

test('an npm lock file: all that is installed on every machine', () => {
  const packages = {
    '': { name: 'app', version: '1.0.0' },
    'packages/a': { name: 'a', version: '1.0.0' },
    'node_modules/a': { resolved: 'packages/a', link: true },
    'node_modules/fastify': { version: '5.0.0' },
    'node_modules/@fastify/ajv': { version: '4.0.0', peer: true },
    'node_modules/fastify/node_modules/semver': { version: '6.3.1' },
    'node_modules/semver': { version: '7.0.0' },
    'node_modules/aliased': { name: 'real', version: '2.0.0' },
    'node_modules/typescript': { version: '5.9.3', dev: true },
    'node_modules/both': { version: '1.0.0', devOptional: true },
    'node_modules/fsevents': { version: '2.3.3', optional: true, os: ['darwin'] },
    'node_modules/limited': { version: '1.0.0', cpu: ['arm64'] },
    'node_modules/extraneous': { version: '1.0.0', extraneous: true },
  };
  const lock = JSON.stringify({ lockfileVersion: 3, packages });
  expect(shown(npmLockPackages(lock))).toEqual([
    '@fastify/ajv@4.0.0',
    'fastify@5.0.0',
    'real@2.0.0',
    'semver@6.3.1',
    'semver@7.0.0',
  ]);
});

test('an npm lock file of version 1', () => {
  const lock = {
    lockfileVersion: 1,
    dependencies: {
      a: { version: '1.0.0', dependencies: { b: { version: '2.0.0' } } },
      c: { version: '3.0.0', dev: true },
      d: { version: 'git+ssh://git@example.com/d.git#abc' },
    },
  };
  expect(shown(npmLockPackages(JSON.stringify(lock)))).toEqual(['a@1.0.0', 'b@2.0.0']);
});

const PNPM = `
lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      kit: {specifier: ^2.0.0, version: 2.1.0(svelte@5.0.0)}
      old: {specifier: 'npm:other@1', version: other@1.2.3}
      scoped: {specifier: 'npm:@s/x@1', version: '@s/x@3.0.0'}
      own: {specifier: 'workspace:*', version: 'link:packages/own'}
      tarball: {specifier: 'https://example.com/t.tgz', version: 'https://example.com/t.tgz'}
    devDependencies:
      vite: {specifier: ^7.0.0, version: 7.0.0}
    optionalDependencies:
      maybe: {specifier: ^1.0.0, version: 1.0.0}
  packages/own:
    dependencies:
      deep: {specifier: ^1.0.0, version: 1.0.0}
packages:
  kit@2.1.0: {resolution: {integrity: x}}
  svelte@5.0.0: {resolution: {integrity: x}}
  other@1.2.3: {resolution: {integrity: x}}
  '@s/x@3.0.0': {resolution: {integrity: x}}
  deep@1.0.0: {resolution: {integrity: x}}
  mac@1.0.0: {resolution: {integrity: x}, os: [darwin]}
  vite@7.0.0: {resolution: {integrity: x}}
  maybe@1.0.0: {resolution: {integrity: x}}
  tarball@https://example.com/t.tgz: {resolution: {tarball: x}, version: 4.0.0}
snapshots:
  kit@2.1.0(svelte@5.0.0): {dependencies: {svelte: 5.0.0}, optionalDependencies: {maybe: 1.0.0}}
  svelte@5.0.0: {dependencies: {mac: 1.0.0}}
  other@1.2.3: {}
  '@s/x@3.0.0': {}
  deep@1.0.0: {}
  mac@1.0.0: {}
  vite@7.0.0: {}
  maybe@1.0.0: {optional: true}
  tarball@https://example.com/t.tgz: {}
`;

test('a pnpm lock file: what production dependencies reach', () => {
  expect(shown(pnpmLockPackages(PNPM))).toEqual([
    '@s/x@3.0.0',
    'deep@1.0.0',
    'kit@2.1.0',
    'other@1.2.3',
    'svelte@5.0.0',
    'tarball@4.0.0',
  ]);
});

test.each(['', 'lockfileVersion: 5.4', '[', '{'])('%j is no pnpm lock file', (text) => {
  expect(pnpmLockPackages(text)).toBeUndefined();
});

const MANIFEST = JSON.stringify({
  dependencies: { a: '^1.0.0', '@s/b': '2.x', other: 'npm:real@^4.0.0' },
  devDependencies: { dev: '1.0.0' },
});
const YARN = ['@s/b@2.5.0', 'a@1.4.0', 'c@3.0.0', 'real@4.1.0'];

test('a yarn.lock of Yarn 1', () => {
  const lock = `# yarn lockfile v1


"@s/b@2.x":
  version "2.5.0"
  integrity sha512-x

a@^1.0.0, a@^1.2.0:
  version "1.4.0"
  dependencies:
    c ">= 2 < 4"
    "@s/b" 2.x
  optionalDependencies:
    maybe "1.0.0"

"c@>= 2 < 4":
  version "3.0.0"

dev@1.0.0:
  version "1.0.0"

maybe@1.0.0:
  version "1.0.0"

"other@npm:real@^4.0.0":
  version "4.1.0"
`;
  expect(shown(yarnLockPackages(lock, [MANIFEST]))).toEqual(YARN);
});

test('a yarn.lock of later Yarns', () => {
  const lock = `__metadata:
  version: 8

"@s/b@npm:2.x":
  version: 2.5.0
  resolution: "@s/b@npm:2.5.0"

"a@npm:^1.0.0, a@npm:^1.2.0":
  version: 1.4.0
  resolution: "a@npm:1.4.0"
  dependencies:
    c: "npm:>= 2 < 4"
    maybe: "npm:1.0.0"
    mac: "npm:1.0.0"
  dependenciesMeta:
    maybe:
      optional: true

"c@npm:>= 2 < 4":
  version: 3.0.0
  resolution: "c@npm:3.0.0"

"mac@npm:1.0.0":
  version: 1.0.0
  resolution: "mac@npm:1.0.0"
  conditions: os=darwin

"maybe@npm:1.0.0":
  version: 1.0.0
  resolution: "maybe@npm:1.0.0"

"other@npm:real@^4.0.0":
  version: 4.1.0
  resolution: "real@npm:4.1.0"
`;
  expect(shown(yarnLockPackages(lock, [MANIFEST]))).toEqual(YARN);
});

test.each([
  ['{"name": "a", "version": "1.0.0"}', 'a@1.0.0'],
  ['{"name": "@s/a", "version": "v1.0.0-rc.1"}', '@s/a@v1.0.0-rc.1'],
  ['{"type": "module"}', ''],
  ['{"name": "a"}', ''],
  ['{"name": "a b", "version": "1.0.0"}', ''],
  ['{"name": "a", "version": "next"}', ''],
  ['{"name": 1, "version": {}}', ''],
  ['[]', ''],
  ['{', ''],
])('%s is %j', (text, expected) => {
  expect(shown([nodePackage(text) ?? []].flat()).join()).toBe(expected);
});

test('versions are compared as npm writes them', () => {
  expect(sameVersion('1.0.0', 'v1.0.0', 'node')).toBe(true);
  expect(sameVersion('1.0.0', '1.0.0+build.5', 'node-pkg')).toBe(true);
  expect(sameVersion('1.0.0', '1.0.1', 'node')).toBe(false);
});

const WORKSPACES = `
__metadata: {version: 8}
"@shop/api@workspace:apps/api":
  version: 0.0.0-use.local
  resolution: "@shop/api@workspace:apps/api"
  dependencies: {"@shop/prices": "workspace:^", a: "npm:^1.0.0", typescript: "npm:5.9.3"}
"@shop/prices@workspace:^, @shop/prices@workspace:packages/prices":
  version: 0.0.0-use.local
  resolution: "@shop/prices@workspace:packages/prices"
  dependencies: {b: "npm:^2.0.0", typescript: "npm:5.9.3"}
"a@npm:^1.0.0": {version: 1.1.0, resolution: "a@npm:1.1.0"}
"b@npm:^2.0.0": {version: 2.2.0, resolution: "b@npm:2.2.0"}
"typescript@npm:5.9.3": {version: 5.9.3, resolution: "typescript@npm:5.9.3"}
`;

test('a yarn.lock of workspaces: what each of them needs in production', () => {
  const manifests = [
    '{"workspaces": ["apps/*", "packages/*"]}',
    '{"dependencies": {"@shop/prices": "workspace:^", "a": "^1.0.0"}}',
    '{"dependencies": {"b": "^2.0.0"}, "devDependencies": {"typescript": "5.9.3"}}',
  ];
  expect(shown(yarnLockPackages(WORKSPACES, manifests))).toEqual(['a@1.1.0', 'b@2.2.0']);
});
