import { inOrder } from '../json.ts';
import { visibleJson } from '../visible.ts';
import type { ImageRun, ManyReport } from './types.ts';

/** The document `--json` prints for several images: each has its whole report in it. */
export function renderManyJson({
  schemaVersion,
  exitCode,
  milliseconds,
  diagnostics,
  images,
}: ManyReport): string {
  const document = {
    ...{ schemaVersion, exitCode, milliseconds, diagnostics },
    images: images.map(documentOf),
  };
  return `${visibleJson(JSON.stringify(document, null, 2))}\n`;
}

function documentOf(run: ImageRun) {
  const { label, path, image, status, exitCode, milliseconds, report, diagnostics } = run;
  const { engine, published } = run;
  return {
    ...{ label, path, image, status, exitCode, milliseconds, diagnostics, engine, published },
    ...(report && { report: inOrder(report) }),
  };
}
