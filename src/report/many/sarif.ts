import type { ReportInput } from '../input.ts';
import { renderSarif, SCHEMA } from '../sarif.ts';
import { visibleJson } from '../visible.ts';

/** One log with a run for each image that was judged, told apart by `automationDetails`. */
export function renderManySarif(inputs: readonly ReportInput[]): string {
  const logs = inputs.map((input) => JSON.parse(renderSarif(input)) as { runs: unknown[] });
  const runs = logs.flatMap((log) => log.runs);
  return `${visibleJson(JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs }))}\n`;
}
