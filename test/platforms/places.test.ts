import { expect, test } from 'vitest';
import { fileOf, placeOf } from '../../src/platforms/places.ts';

test.each([
  ['report.html', 'report.linux-arm64.html'],
  ['out/site.v2/report.sarif.json', 'out/site.v2/report.sarif.linux-arm64.json'],
  ['out.d/report', 'out.d/report.linux-arm64'],
  ['.hidden', '.hidden.linux-arm64'],
])('%s is %s of that platform', (path, own) => {
  expect(fileOf(path, 'linux/arm64')).toBe(own);
});

test('no two platforms have a place in common', () => {
  expect(placeOf('linux/amd64')).not.toBe(placeOf('linux/arm64'));
});
