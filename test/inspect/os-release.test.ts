import { expect, test } from 'vitest';
import { osRelease } from '../../src/inspect/os-release.ts';

test.each([
  ['NAME="Debian"\nID=debian\nVERSION_ID="13"\n', { id: 'debian', version: '13' }],
  ["ID='alpine'\nVERSION_ID=3.20.3 \n", { id: 'alpine', version: '3.20.3' }],
  ['ID=arch\n', { id: 'arch' }],
  ['VERSION_ID="13"\n', undefined],
  ['', undefined],
  ['\0\0\0', undefined],
])('reads %j', (text, expected) => {
  expect(osRelease(new Map([['usr/lib/os-release', text]]))).toEqual(expected);
});

test('the one in etc counts, also when it is empty', () => {
  const lib = ['usr/lib/os-release', 'ID=debian\n'] as const;
  expect(osRelease(new Map([lib, ['etc/os-release', 'ID=acme\n']]))).toEqual({ id: 'acme' });
  expect(osRelease(new Map([lib, ['etc/os-release', '']]))).toBeUndefined();
});
