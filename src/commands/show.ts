import { diagnosticAnnotations } from '../ci/diagnostics.ts';
import { exitCodeOf } from '../diagnostics/codes.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../diagnostics/render.ts';
import type { Terminal } from './terminal.ts';

/** Prints diagnostics with their source lines and gives the exit code they lead to. */
export function showDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
  terminal: Terminal,
): number {
  const { color, width } = terminal;
  if (diagnostics.length > 0) {
    terminal.err(renderDiagnostics([...diagnostics], sources, { color, width }));
    terminal.ci?.annotate(diagnosticAnnotations(diagnostics, terminal));
  }
  return exitCodeOf(diagnostics);
}

/** Diagnostics as `--json` gives them. */
export function plainDiagnostics(diagnostics: readonly Diagnostic[]) {
  return diagnostics.map(({ span, detail, ...rest }) => ({
    ...rest,
    ...(span && { file: span.file, line: span.line, column: span.column }),
    ...(detail && { detail }),
  }));
}
