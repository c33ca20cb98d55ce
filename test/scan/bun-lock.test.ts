import { expect, test } from 'vitest';
import { bunLockPackages } from '../../src/scan/bun-lock.ts';

const shown = (text: string) =>
  bunLockPackages(text)
    ?.map(({ name, version }) => `${name}@${version}`)
    .sort();

const LOCK = `{
  "lockfileVersion": 1,
  "workspaces": {
    "": {
      "name": "shop",
      "dependencies": { "fastify": "^5.0.0", },
      "devDependencies": { "typescript": "5.9.3", },
    },
    "apps/api": {
      "name": "@shop/api",
      "dependencies": { "@shop/prices": "workspace:*", "semver": "^6.0.0", "old": "npm:other@1", },
      "optionalDependencies": { "fsevents": "2.3.3", },
    },
    "packages/prices": { "name": "@shop/prices", "version": "1.2.0", },
  },
  "packages": {
    "@shop/api": ["@shop/api@workspace:apps/api"],

    "@shop/api/semver": ["semver@6.3.1", "", { "bin": "bin/semver.js" }, "sha512-a,}=="],

    "@shop/prices": ["@shop/prices@workspace:packages/prices"],

    "fastify": ["fastify@5.12.8", "", { "dependencies": { "@s/x": "^1.0.0", "limited": "1.0.0" } }, "sha512-b=="],

    "@s/x": ["@s/x@1.0.0", "", { "dependencies": { "semver": "^7.0.0", "y": "1" } }, "sha512-c=="],

    "@s/x/y": ["y@1.0.0", "", { "dependencies": { "semver": "^7.0.0" } }, "sha512-d=="],

    "y": ["y@2.0.0", "", {}, "sha512-d=="],

    "fsevents": ["fsevents@2.3.3", "", { "os": "darwin" }, "sha512-e=="],

    "limited": ["limited@1.0.0", "", { "os": "win32" }, "sha512-f=="],

    "old": ["other@1.2.3", "", {}, "sha512-g=="],

    "semver": ["semver@7.7.3", "", {}, "sha512-h=="],

    "typescript": ["typescript@5.9.3", "", {}, "sha512-i=="],
  }
}
`;

test('a bun.lock: what workspaces need in production, on every machine', () => {
  expect(shown(LOCK)).toEqual([
    '@s/x@1.0.0',
    'fastify@5.12.8',
    'other@1.2.3',
    'semver@6.3.1',
    'semver@7.7.3',
    'y@1.0.0',
  ]);
});

test('packages of GitHub and tarballs have no version that a scanner sees', () => {
  const lock = LOCK.replace('other@1.2.3', 'other@github:o/other#abcdef');
  expect(shown(lock)).not.toContain('other@1.2.3');
});

test.each(['', '{}', '{"lockfileVersion": 1,', 'lockfileVersion: 1'])(
  '%j is no bun.lock',
  (text) => {
    expect(bunLockPackages(text)).toBeUndefined();
  },
);
