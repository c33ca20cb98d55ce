import { type Compiled, type CompileOptions, compile } from '../compile.ts';
import { type Diagnostic, HardenError } from '../diagnostics/diagnostic.ts';
import { relabel } from '../diagnostics/relabel.ts';
import { imageOf } from './image-option.ts';
import { showDiagnostics } from './show.ts';
import type { Options, Terminal } from './terminal.ts';

/** Prints diagnostics at the lines of the spec, and gives the exit code they lead to. */
export type Show = (diagnostics: readonly Diagnostic[]) => number;

/**
 * Compiles the spec, of several images the one that `--image` names, and does the work with it. What
 * goes wrong, before or in the work, is shown at the lines of the spec as the user named it.
 */
export async function withSpec(
  path: string,
  options: Options,
  terminal: Terminal,
  work: (compiled: Compiled, show: Show) => Promise<number>,
  more: CompileOptions = {},
): Promise<number> {
  const compiled = await compile(path, { image: imageOf(options), ...more });
  if (!compiled.ok) return showDiagnostics(compiled.diagnostics, compiled.sources, terminal);
  const { file, resolved, sources } = compiled.value;
  const show: Show = (diagnostics) =>
    showDiagnostics(relabel([...diagnostics], resolved.file, file), sources, terminal);
  show(compiled.warnings);
  try {
    return await work(compiled.value, show);
  } catch (thrown) {
    if (!(thrown instanceof HardenError) || terminal.signal.aborted) throw thrown;
    return show(thrown.diagnostics);
  }
}
