import { exitCodeOf } from '../diagnostics/codes.ts';
import { type Diagnostic, error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { relabel } from '../diagnostics/relabel.ts';
import type { ImageRun } from '../report/many/types.ts';
import type { RunReport } from '../report/types.ts';
import type { CompiledTarget } from './compile-targets.ts';

/** An image that was built and judged: its exit code is the one that its own build would have. */
export function judgedRun(
  target: CompiledTarget,
  report: RunReport,
  milliseconds: number,
): ImageRun {
  const errors = report.diagnostics.filter(({ severity }) => severity === 'error');
  const exitCode = exitCodeOf(errors) || (report.verdict.pass ? EXIT.passed : EXIT.policy);
  const status = exitCode === EXIT.passed ? 'passed' : 'failed';
  const diagnostics = placed(target, errors);
  return { ...nameOf(target), status, exitCode, milliseconds, report, diagnostics };
}

/** One that came to no image. */
export function failedRun(target: CompiledTarget, thrown: unknown, milliseconds: number): ImageRun {
  const diagnostics = placed(target, diagnosticsOf(thrown));
  const exitCode = exitCodeOf(diagnostics) || EXIT.bug;
  return { ...nameOf(target), status: 'failed', exitCode, milliseconds, diagnostics };
}

/** One that was not built; another one says why, with its exit code. */
export function skippedRun(target: CompiledTarget): ImageRun {
  const exitCode = EXIT.passed;
  return { ...nameOf(target), status: 'skipped', exitCode, milliseconds: 0, diagnostics: [] };
}

function nameOf({ label, path, image }: CompiledTarget) {
  return { label, path, ...(image !== undefined && { image }) };
}

function diagnosticsOf(thrown: unknown): Diagnostic[] {
  if (thrown instanceof HardenError) return thrown.diagnostics;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const detail = thrown instanceof Error ? thrown.stack : undefined;
  return [
    error('internal/bug', `harden failed in a way it should not: ${message}`, {
      hint: 'please report this, with the text below and the spec',
      ...(detail && { detail }),
    }),
  ];
}

/** Spans of a plan name the spec's file alone; here there are several. */
function placed({ result }: CompiledTarget, found: Diagnostic[]): Diagnostic[] {
  return result.ok ? relabel(found, result.value.resolved.file, result.value.file) : found;
}
