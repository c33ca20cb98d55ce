import { expect, test } from 'vitest';
import { renderRescans } from '../../src/report/rescan.ts';
import { runNamed } from './runs.ts';

const results = [
  { target: 'registry.example/team/orders-service:1.0', report: runNamed('fail-fixable') },
  { target: 'a\u001b[31m.cdx.json', report: runNamed('pass'), since: '2026-06-14T06:00:00Z' },
];

test.each([60, 100])('fits %i columns, and foreign names stay text', async (width) => {
  const text = renderRescans(results, width);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  await expect(text).toMatchFileSnapshot(`golden/rescan-${width}.golden.txt`);
});
