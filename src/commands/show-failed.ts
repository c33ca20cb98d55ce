import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { CompiledTarget } from '../many/compile-targets.ts';
import type { ManyReport } from '../report/many/types.ts';
import { visible } from '../report/visible.ts';
import { showDiagnostics } from './show.ts';
import { printReport } from './show-report.ts';
import type { Options, Terminal } from './terminal.ts';

/** Of each image that did not pass its whole report, and what ended it at the lines of its spec. */
export async function showFailed(
  report: ManyReport,
  targets: readonly CompiledTarget[],
  options: Options,
  terminal: Terminal,
): Promise<void> {
  const told = new Set<string>();
  for (const [at, run] of report.images.entries()) {
    const result = targets[at]?.result;
    if (run.status !== 'failed' || !result) continue;
    const fresh = run.diagnostics.filter((one) => !told.has(keyOf(one)));
    const shown = run.report && !options['json'];
    if (fresh.length === 0 && (!shown || run.diagnostics.length > 0)) continue;
    for (const one of fresh) told.add(keyOf(one));
    terminal.err(`== ${visible(run.label)}\n`);
    if (run.report && shown) {
      await printReport(run.report, result.ok ? result.value.folder : undefined, {}, terminal);
    }
    showDiagnostics(fresh, result.ok ? result.value.sources : result.sources, terminal);
    terminal.err('\n');
  }
}

/** What is wrong with a whole file, or with a registry for all, is told once. */
function keyOf({ code, message, span }: Diagnostic): string {
  return JSON.stringify([code, message, span]);
}
