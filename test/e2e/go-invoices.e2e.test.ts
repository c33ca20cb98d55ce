import { expect, test } from 'vitest';
import { buildReport, layersOf } from './json.ts';

const EXAMPLE = 'examples/go-invoices';

test('a Go worker without a port passes, with a folder of its own that it writes', async () => {
  const report = await buildReport(EXAMPLE);
  expect(report.verdict.pass).toBe(true);
  expect(report.smoke).toMatchObject([{ pass: true }]);
  expect(report.coverage.packages.missing).toEqual([]);
  expect(report.coverage.files.attributed).toBe(report.coverage.files.total);
  expect(layersOf(report, 'runtime')).toHaveLength(1);
});
