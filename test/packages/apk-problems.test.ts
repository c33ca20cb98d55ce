import { expect, test } from 'vitest';
import { apkProblems } from '../../src/packages/apk-problems.ts';

const at = (line: number) => ({ file: 'hardening.yaml', line, column: 3, length: 1 });
const MIRROR = 'https://mirror.example/alpine/v3.20/main';
const REQUEST = {
  names: ['greeting', 'libpq'],
  repositories: [
    { written: './packages', used: '/run/harden/repository-0' },
    { written: MIRROR, used: MIRROR },
  ],
  origins: { greeting: at(5), libpq: at(6), './packages': at(8), [MIRROR]: at(9) },
  origin: at(4),
};
const told = (log: string, failed = true, known: string[] = []) =>
  apkProblems({ failed, log }, { ...REQUEST, known }).map(({ code, message, span, hint }) => {
    return { code, message, line: span?.line, hint };
  });

/** As apk 2.14 prints it. */
const FAILED: [log: string, code: string, line: number, says: string][] = [
  [
    'ERROR: unable to select packages:\n  libpq (no such package):\n    required by: world[libpq]\n',
    'apk/unknown-package',
    6,
    `"libpq" is no package of ./packages, ${MIRROR}`,
  ],
  [
    'ERROR: unable to select packages:\n  so:libx.so.1 (no such package):\n    required by: libpq-16.4-r0[so:libx.so.1]\n                 other-1-r0[so:libx.so.1]\n',
    'apk/unsatisfiable',
    6,
    'libpq-16.4-r0 needs so:libx.so.1',
  ],
  [
    'ERROR: unable to select packages:\n  greeting-1.0-r0:\n    breaks: libpq-1.0-r0[!greeting]\n    satisfies: world[greeting]\n',
    'apk/unsatisfiable',
    5,
    'no set of packages with greeting, libpq',
  ],
  [
    '(1/1) Installing libpq (16.4-r0)\n1 error; 8 MiB in 15 packages\nERROR: libpq-16.4-r0: trying to overwrite bin/busybox owned by busybox-1.36.1-r29.\n',
    'apk/install-failed',
    6,
    'bin/busybox',
  ],
  [
    'ERROR: libpq-16.4-r0.post-install: script exited with error 3\n',
    'apk/install-failed',
    6,
    'script exited with error 3',
  ],
  ['ERROR: libpq-16.4-r0: BAD signature\n', 'apk/bad-signature', 6, 'is not the package that'],
  ['Segmentation fault\n', 'apk/install-failed', 5, 'could not install greeting, libpq'],
  [
    'WARNING: opening /run/harden/repository-0: UNTRUSTED signature\nERROR: unable to select packages:\n  libpq (no such package):\n    required by: world[libpq]\n',
    'apk/bad-signature',
    8,
    './packages is not signed',
  ],
];

test.each(FAILED)('%s', (log, code, line, says) => {
  expect(told(log)).toMatchObject([{ code, line, message: expect.stringContaining(says) }]);
});

test('a repository that could not be used is an error, whether or not apk went on without it', () => {
  const log = [
    'WARNING: opening /run/harden/repository-0: BAD signature',
    `WARNING: updating and opening ${MIRROR}: could not connect to server (check repositories file)`,
    `WARNING: opening from cache ${MIRROR}/x86_64/APKINDEX.tar.gz: No such file or directory`,
    'WARNING: opening https://other.example/main: Permission denied',
  ].join('\n');
  const expected = [
    { code: 'apk/bad-signature', line: 8, message: expect.stringContaining('a wrong signature') },
    { code: 'apk/repository-unreachable', line: 9, message: expect.stringContaining(MIRROR) },
    { code: 'apk/repository-unreachable', line: 4, hint: expect.stringContaining('network.ca') },
  ];
  expect(told(log, false)).toMatchObject(expected);
  expect(told(log, true)).toMatchObject(expected);
});

test('what is no problem gives none', () => {
  expect(told('', false)).toEqual([]);
  expect(told('WARNING: busybox-1.36.1-r29.post-install: something\n', false)).toEqual([]);
});

test('a name that is nearly right is told', () => {
  const log = FAILED[0]?.[0] ?? '';
  expect(told(log, true, ['libpq5', 'musl'])).toMatchObject([{ hint: 'did you mean libpq5?' }]);
});
