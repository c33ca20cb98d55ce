import { exitCodeOf } from '../diagnostics/codes.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { CompiledTarget } from '../many/compile-targets.ts';
import { worstOf } from '../many/worst.ts';
import { showDiagnostics } from './show.ts';
import type { Terminal } from './terminal.ts';

/** Shows what the compiler said of some images, each mistake once; gives the worst exit code. */
export function showCompiled(targets: readonly CompiledTarget[], terminal: Terminal): number {
  const told = new Set<string>();
  const codes = targets.map(({ result }) => {
    const all = result.ok ? result.warnings : result.diagnostics;
    const sources = result.ok ? result.value.sources : result.sources;
    // What a file says for all its images is as wrong in each of them.
    const fresh = all.filter((one) => !told.has(keyOf(one)));
    for (const one of fresh) told.add(keyOf(one));
    showDiagnostics(fresh, sources, terminal);
    return exitCodeOf(all);
  });
  return worstOf(codes);
}

function keyOf({ code, message, span }: Diagnostic): string {
  return JSON.stringify([code, message, span]);
}
