import { HardenError } from '../../src/diagnostics/diagnostic.ts';

/** The diagnostics of a promise that has to fail with some. */
export async function failureOf(work: Promise<unknown>) {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof HardenError) return thrown.diagnostics;
    throw thrown;
  }
  throw new Error('it did not fail');
}

/** The first diagnostic's code and message. */
export async function firstOf(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  const [first] = await failureOf(work);
  return { code: first?.code ?? '', message: `${first?.message}\n${first?.hint ?? ''}` };
}
