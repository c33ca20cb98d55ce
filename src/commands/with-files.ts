import type { Compiled } from '../compile.ts';
import { HardenError } from '../diagnostics/diagnostic.ts';
import { relabel } from '../diagnostics/relabel.ts';
import { type CompiledTarget, compileTargets } from '../many/compile-targets.ts';
import { findTargets } from '../many/targets.ts';
import { worstOf } from '../many/worst.ts';
import { showDiagnostics } from './show.ts';
import type { Terminal } from './terminal.ts';
import type { Show } from './with-spec.ts';

/**
 * As `withSpec`, with all images of a spec at once, and of a workspace with one spec after the other.
 * The exit code is the worst.
 */
export async function withFiles(
  path: string,
  terminal: Terminal,
  work: (compiled: [Compiled, ...Compiled[]], show: Show) => Promise<number>,
): Promise<number> {
  const targets = await compileTargets(await findTargets([path]));
  const codes: number[] = [];
  for (const file of new Set(targets.map((one) => one.path))) {
    const images = targets.filter((one) => one.path === file);
    codes.push(await withFile(images, terminal, work));
  }
  return worstOf(codes);
}

async function withFile(
  images: readonly CompiledTarget[],
  terminal: Terminal,
  work: (compiled: [Compiled, ...Compiled[]], show: Show) => Promise<number>,
): Promise<number> {
  const sources = new Map(
    images.flatMap(({ result }) => [...(result.ok ? result.value.sources : result.sources)]),
  );
  const failed = images.flatMap(({ result }) => (result.ok ? [] : result.diagnostics));
  if (failed.length > 0) return showDiagnostics(failed, sources, terminal);
  const [first, ...others] = images.flatMap(({ result }) => (result.ok ? [result.value] : []));
  if (!first) return worstOf([]);
  const show: Show = (diagnostics) =>
    showDiagnostics(relabel([...diagnostics], first.resolved.file, first.file), sources, terminal);
  show(images.flatMap(({ result }) => (result.ok ? result.warnings : [])));
  try {
    return await work([first, ...others], show);
  } catch (thrown) {
    if (!(thrown instanceof HardenError) || terminal.signal.aborted) throw thrown;
    return show(thrown.diagnostics);
  }
}
