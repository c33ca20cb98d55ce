import { expect, test } from 'vitest';
import { unseenRuntimes } from '../../src/scan/runtimes.ts';
import type { SeenPackage } from '../../src/scan/types.ts';

const RUNTIMES = [{ name: 'node', version: '24.1.0', path: '/nodejs/bin/node' }];
const seen = (path: string): SeenPackage[] => [
  { name: 'node', version: '24.1.0', class: 'app', type: 'binary', path },
];

test('a runtime that no scanner saw is told, and what to do', () => {
  expect(unseenRuntimes({ runtimes: RUNTIMES }, seen('app/other'))).toMatchObject([
    {
      code: 'scan/unseen-runtime',
      severity: 'warning',
      message: expect.stringContaining('node 24.1.0 itself: /nodejs/bin/node'),
      hint: expect.stringContaining('base: debian'),
    },
  ]);
});

test.each(['nodejs/bin/node', '/nodejs/bin/node'])('one seen at %s is not', (path) => {
  expect(unseenRuntimes({ runtimes: RUNTIMES }, seen(path))).toEqual([]);
});
