import { expect, test } from 'vitest';
import { unseenRuntimes } from '../../src/scan/runtimes.ts';

const NODE = { name: 'node', version: '24.1.0', path: '/nodejs/bin/node' };
const JAVA = { name: 'java', version: '21.0.5', path: '/opt/java' };
const seen = (path: string, version = '24.1.0', type = 'binary') => [{ path, version, type }];

test('a runtime that no scanner saw is a gap', () => {
  expect(unseenRuntimes([NODE], seen('app/other'))).toEqual([
    'no scanner looked for advisories of node 24.1.0 itself: /nodejs/bin/node is of no package',
  ]);
});

test.each(['nodejs/bin/node', '/nodejs/bin/node'])('one seen at %s is none', (path) => {
  expect(unseenRuntimes([NODE], seen(path))).toEqual([]);
});

test('one taken for another version is a gap, as other advisories were looked for', () => {
  expect(unseenRuntimes([NODE], seen('nodejs/bin/node', '24.1'))).toHaveLength(1);
  expect(unseenRuntimes([NODE], seen('nodejs/bin/node', '24.1.01'))).toHaveLength(1);
});

test('a Java is seen by a file of its folder, but not by a jar there', () => {
  expect(unseenRuntimes([JAVA], seen('opt/java/release', '21.0.5+11'))).toEqual([]);
  expect(unseenRuntimes([JAVA], seen('opt/java/lib/jrt-fs.jar', '21.0.5', 'jar'))).toHaveLength(1);
  expect(unseenRuntimes([JAVA], seen('opt/java21/release', '21.0.5'))).toHaveLength(1);
});
