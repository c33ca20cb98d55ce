import { expect, test } from 'vitest';
import { addedApkPackages } from '../../src/packages/apk-added.ts';
import { chosenApk, exactWords, worldWithout } from '../../src/packages/apk-choice.ts';

/** As apk 2.14 and 3.0 print it. */
const LOG = `(1/5) Installing greeting-words (0.9-r3)
( 2/5) Upgrading zlib (1.3.1-r1 -> 9.0-r0)
(3/5) Downgrading musl (1.2.6-r0 -> 1.2.5-r0)
(4/5) Purging old (1.0-r0)
(5/5) Installing greeting@own (1.2-r0)
OK: 8 MiB in 16 packages
`;

test('what apk would install, in its versions, without what goes', () => {
  expect(chosenApk(LOG)).toEqual([
    { name: 'greeting', version: '1.2-r0' },
    { name: 'greeting-words', version: '0.9-r3' },
    { name: 'musl', version: '1.2.5-r0' },
    { name: 'zlib', version: '9.0-r0' },
  ]);
  expect(chosenApk('OK: 8 MiB in 15 packages\n')).toEqual([]);
});

test('every package is asked for by its version; what the base has already, by its name', () => {
  expect(exactWords(['musl', 'greeting'], [{ name: 'greeting', version: '1.2-r0' }])).toEqual([
    'greeting=1.2-r0',
    'musl',
  ]);
});

test('the world of apk has what was asked for, without versions', () => {
  const exactly = chosenApk(LOG);
  const world =
    'alpine-baselayout\ngreeting=1.2-r0\ngreeting-words=0.9-r3\nmusl=1.2.5-r0\nzlib=9.0-r0\n';
  const before = 'alpine-baselayout\nzlib>1\n';
  expect(worldWithout(world, exactly, { names: ['greeting'], before })).toBe(
    'alpine-baselayout\ngreeting\nzlib>1\n',
  );
});

test('what is new in a database: packages, versions and contents that the base has not', () => {
  const record = (name: string, version: string, checksum: string) =>
    `C:${checksum}\nP:${name}\nV:${version}\n\n`;
  const base =
    record('musl', '1', 'Q1a=') + record('zlib', '1', 'Q1b=') + record('ssl', '1', 'Q1c=');
  const before = new Map([['lib/apk/db/installed', base]]);
  const after =
    record('musl', '1', 'Q1a=') +
    record('zlib', '2', 'Q1d=') +
    record('ssl', '1', 'Q1e=') +
    record('greeting', '1', 'Q1f=');
  // The newer place of the database holds the same packages.
  expect(addedApkPackages(before, new Map([['usr/lib/apk/db/installed', after]]))).toEqual([
    { name: 'greeting', version: '1', checksum: 'Q1f=' },
    { name: 'ssl', version: '1', checksum: 'Q1e=' },
    { name: 'zlib', version: '2', checksum: 'Q1d=' },
  ]);
  expect(addedApkPackages(before, before)).toEqual([]);
});
