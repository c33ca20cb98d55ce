import { compile } from '../compile.ts';
import { exitCodeOf } from '../diagnostics/codes.ts';
import { plainDiagnostics, showDiagnostics } from './show.ts';
import type { CommandRun } from './terminal.ts';

/** `harden validate [path]`: every error of the spec, its preset and its plan. */
export const runValidate: CommandRun = async ([path = '.'], options, terminal) => {
  const compiled = await compile(path);
  const diagnostics = compiled.ok ? compiled.warnings : compiled.diagnostics;
  if (options['json']) {
    const document = { schemaVersion: 1, diagnostics: plainDiagnostics(diagnostics) };
    terminal.out(`${JSON.stringify(document, null, 2)}\n`);
    return exitCodeOf(diagnostics);
  }
  const sources = compiled.ok ? compiled.value.sources : (compiled.sources ?? new Map());
  if (compiled.ok) terminal.err(`${path} is valid\n`);
  return showDiagnostics(diagnostics, sources, terminal);
};
