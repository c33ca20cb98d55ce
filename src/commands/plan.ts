import { compile } from '../compile.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { renderPlan } from '../plan/render.ts';
import { showDiagnostics } from './show.ts';
import type { CommandRun } from './terminal.ts';

/** `harden plan [path]`: the build plan, for people or as JSON. */
export const runPlan: CommandRun = async ([path = '.'], options, terminal) => {
  const compiled = await compile(path);
  if (!compiled.ok) {
    return showDiagnostics(compiled.diagnostics, compiled.sources ?? new Map(), terminal);
  }
  const { plan, sources } = compiled.value;
  showDiagnostics(compiled.warnings, sources, terminal);
  terminal.out(options['json'] ? `${JSON.stringify(plan, null, 2)}\n` : renderPlan(plan));
  return EXIT.passed;
};
