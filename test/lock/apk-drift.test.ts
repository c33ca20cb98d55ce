import { expect, test } from 'vitest';
import { apkDrift, type FoundApk } from '../../src/lock/apk-drift.ts';
import { apkPackage } from './locks.ts';

const at = (line: number) => ({ file: 'hardening.yaml', line, column: 3, length: 1 });
const LINES = { origins: { greeting: at(5), libpq: at(6) }, origin: at(4) };
const LOCKED = [apkPackage('greeting', '1.2-r0'), apkPackage('words', '0.9-r3')];
const [greeting, words] = LOCKED as [FoundApk, FoundApk];
const OTHER = `Q1${'B'.repeat(27)}=`;

function drift(found: FoundApk[]) {
  return apkDrift(LOCKED, found, LINES);
}

test('the very same is no drift, whatever the order, nor is what has no checksum yet', () => {
  expect(drift([words, greeting])).toBeUndefined();
  const would = LOCKED.map(({ name, version }) => ({ name, version }));
  expect(drift(would)).toBeUndefined();
  expect(apkDrift([], [], LINES)).toBeUndefined();
});

test.each<[string, FoundApk[], string, number]>([
  [
    'another version',
    [greeting, { ...words, version: '0.9-r4' }],
    'words 0.9-r3 is locked, found 0.9-r4',
    4,
  ],
  [
    'an older version',
    [{ ...greeting, version: '1.1-r0' }, words],
    'greeting 1.2-r0 is locked, found 1.1-r0',
    5,
  ],
  [
    'the same version with other content',
    [{ ...greeting, checksum: OTHER }, words],
    `greeting 1.2-r0 is locked with the checksum ${greeting.checksum}, found ${OTHER}`,
    5,
  ],
  ['one less', [greeting], 'words 0.9-r3 is locked and does not come any more', 4],
  ['one more', [greeting, words, apkPackage('icu', '7-r0')], 'icu 7-r0 comes as well', 4],
])('%s is told with its name and the fix', (_what, found, why, line) => {
  expect(drift(found)).toEqual({
    code: 'lock/outdated',
    severity: 'error',
    message: `apk does not install what hardening.lock has: ${why}`,
    span: at(line),
    hint: 'see what changed and take it with: harden update',
  });
});

test('of many the first is in the message, and all are below it', () => {
  const found = [
    { ...greeting, version: '1.3-r0' },
    { ...words, version: '0.9-r4' },
    apkPackage('icu', '7-r0'),
  ];
  expect(drift(found)).toMatchObject({
    message: expect.stringMatching(/greeting 1\.2-r0 is locked, found 1\.3-r0, and 2 more differ$/),
    span: at(5),
    detail:
      'greeting 1.2-r0 is locked, found 1.3-r0\nwords 0.9-r3 is locked, found 0.9-r4\nicu 7-r0 comes as well',
  });
});
