import { expect, test } from 'vitest';
import { gradeOf } from '../../src/audit/grade.ts';

const failed = (...ids: string[]) => ids.map((id) => ({ id, pass: false }));
const waste = (bytes: number, of = 100) => ({ packages: 1, bytes, of });

const TABLE: [string, Parameters<typeof gradeOf>, letter: string, points: number][] = [
  ['nothing is wrong', [[{ id: 'no-shell', pass: true }], waste(0)], 'A', 100],
  ['an image without bytes', [[], waste(0, 0)], 'A', 100],
  ['a label is missing', [failed('labels'), waste(0)], 'A', 99],
  ['a shell', [failed('no-shell'), waste(0)], 'A', 92],
  ['root', [failed('runs-as-non-root'), waste(0)], 'B', 85],
  ['a secret', [failed('no-secrets'), waste(0)], 'C', 75],
  ['all of it is waste', [[], waste(100)], 'C', 75],
  ['a share is rounded', [[], waste(33)], 'A', 92],
  ['one critical finding', [[], waste(0), { critical: 1 }], 'A', 95],
  ['critical findings have a limit', [[], waste(0), { critical: 50 }], 'B', 80],
  ['and high ones', [[], waste(0), { critical: 50, high: 50 }], 'C', 70],
  ['others take nothing', [[], waste(0), { medium: 90, low: 9, unknown: 9 }], 'A', 100],
  [
    'a toolchain with a shell and root',
    [failed('runs-as-non-root', 'no-shell', 'no-package-manager', 'no-compiler'), waste(60)],
    'E',
    46,
  ],
  [
    'all of it',
    [
      failed(
        ...['runs-as-non-root', 'no-shell', 'no-package-manager', 'no-compiler', 'no-secrets'],
        ...['no-debug-tools', 'no-setuid', 'no-world-writable', 'no-devices'],
      ),
      waste(90),
      { critical: 9, high: 9 },
    ],
    'F',
    0,
  ],
];

test.each(TABLE)('%s', (_name, [checks, savings, findings], letter, points) => {
  expect(gradeOf(checks, savings, findings)).toMatchObject({ letter, points });
});

test('what took most points stands first, and nothing that took none', () => {
  const { lost } = gradeOf(failed('labels', 'no-shell'), waste(50), { high: 1, critical: 0 });
  expect(lost).toEqual([
    { points: 13, why: '50 B of 100 B are unnecessary' },
    { points: 8, why: 'the check no-shell fails' },
    { points: 2, why: '1 high finding' },
    { points: 1, why: 'the check labels fails' },
  ]);
});
