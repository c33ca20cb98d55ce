import type { Diagnostic } from './diagnostic.ts';

/** The same diagnostics, with one file named in another way. */
export function relabel(diagnostics: Diagnostic[], from: string, to: string): Diagnostic[] {
  if (from === to) return diagnostics;
  return diagnostics.map((one) => {
    if (one.span?.file !== from) return one;
    const message = one.message.startsWith(`${from} `)
      ? to + one.message.slice(from.length)
      : one.message;
    return { ...one, message, span: { ...one.span, file: to } };
  });
}
