import { type Diagnostic, HardenError } from '../src/diagnostics/diagnostic.ts';

/** The first diagnostic of work that is refused; what else is thrown, and nothing, fails the test. */
export async function diagnosticOf(work: Promise<unknown>): Promise<Diagnostic> {
  const thrown = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (thrown instanceof HardenError && thrown.diagnostics[0]) return thrown.diagnostics[0];
  throw thrown ?? new Error('nothing was thrown');
}
