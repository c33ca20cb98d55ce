import { describe, expect, test } from 'vitest';
import { checkHost, type HostFacts, missingPackages } from '../../src/engine/host.ts';
import { aptInstall } from '../../src/engine/packages.ts';
import { HOST_PACKAGES } from '../../src/engine/recipe.ts';

const GOOD: HostFacts = {
  platform: 'linux',
  architecture: 'x64',
  root: true,
  go: 'go1.26.8',
  freeBytes: 20e9,
  cache: '/home/ada/.cache/harden/lab',
};

describe('checkHost', () => {
  test.each<[string, Partial<HostFacts>, string[]]>([
    ['a good host', {}, []],
    ['arm64', { architecture: 'arm64' }, []],
    ['the oldest Go that will do', { go: 'go1.26.1' }, []],
    ['a newer Go', { go: 'go2.0' }, []],
    ['macOS', { platform: 'darwin', architecture: 'arm64' }, ['engine/unsupported']],
    ['Windows', { platform: 'win32' }, ['engine/unsupported']],
    ['32 bits', { architecture: 'arm' }, ['engine/unsupported']],
    ['not root', { root: false }, ['engine/not-root']],
    ['no Go', { go: undefined }, ['engine/no-go']],
    ['an old Go', { go: 'go1.26.0' }, ['engine/no-go']],
    ['an older Go', { go: 'go1.9.7' }, ['engine/no-go']],
    ['something else than a version', { go: 'devel' }, ['engine/no-go']],
    ['a full disk', { freeBytes: 11.9e9 }, ['engine/no-disk']],
    [
      'all at once',
      { root: false, go: undefined, freeBytes: 0 },
      ['engine/not-root', 'engine/no-go', 'engine/no-disk'],
    ],
  ])('%s', (_, facts, codes) => {
    const found = checkHost({ ...GOOD, ...facts });
    expect(found.map(({ code }) => code)).toEqual(codes);
    for (const { hint } of found) expect(hint).toBeTruthy();
  });

  test('says what was found and what was expected', () => {
    const found = checkHost({ ...GOOD, go: 'go1.24.4', freeBytes: 3.21e9 });
    expect(found.map(({ message }) => message)).toEqual([
      'Go is go1.24.4, expected 1.26.1 or newer',
      '/home/ada/.cache/harden/lab has 3.2 GB free, expected 12.0 GB',
    ]);
  });
});

test('the packages to install are those of which something is absent', () => {
  expect(missingPackages(() => true)).toEqual([]);
  expect(missingPackages(() => false)).toEqual(HOST_PACKAGES);
  const missing = missingPackages((name) => name !== 'docker-registry' && name !== 'dnsmasq');
  expect(aptInstall(missing).join(' ')).toBe(
    'apt-get install --yes --no-install-recommends dnsmasq-base docker-registry',
  );
});
