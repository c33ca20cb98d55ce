import { expect, test } from 'vitest';
import { everyTest } from './every.ts';
import { buildReport } from './json.ts';

const PROGRAM = '/nodejs/bin/node /app/dist/cli.js';

test('harden builds its own image, which validates and plans, and hides nothing', async () => {
  const report = await buildReport('.');
  expect(report.verdict.pass).toBe(true);
  expect(report.coverage.gaps).toEqual([]);
  expect(report.coverage.packages.missing).toEqual([]);
  expect(report.coverage.files.attributed).toBe(report.coverage.files.total);
  // Scanners find nothing in bundled code; its bill of materials is in the image.
  const seen = report.packages?.map(({ name }) => name);
  expect(seen).toEqual(expect.arrayContaining(['@dagger.io/dagger', 'openpgp', 'undici', 'zod']));
  expect(report.checks.filter(({ pass }) => !pass)).toEqual([]);
  expect(report.smoke).toMatchObject([
    { pass: true, name: expect.stringContaining(`${PROGRAM} validate`) },
    { pass: true, name: expect.stringContaining(`${PROGRAM} plan`) },
  ]);
});

everyTest('without cache it has the same digest', async () => {
  const cached = await buildReport('.');
  const uncached = await buildReport('.', { args: ['--no-cache'] });
  expect(uncached.image.digest).toBe(cached.image.digest);
});
