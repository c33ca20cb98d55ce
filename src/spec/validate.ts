import type { z } from 'zod';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Parsed } from './document.ts';
import { problemsOf } from './problem.ts';

/** A document and the schema it is held against. */
export interface Checked {
  schema: z.ZodType;
  parsed: Parsed;
}

/** Holds a document against its schema; every mistake comes back, in the order of the file. */
export function validate<T>(
  schema: z.ZodType<T>,
  parsed: Parsed & { problems: Diagnostic[] },
  rules: (value: unknown) => Diagnostic[] = () => [],
): { value: T; problems: [] } | { value: undefined; problems: Diagnostic[] } {
  // One document is read once: generating code for it would take longer than it saves.
  const result = schema.safeParse(parsed.value, { jitless: true });
  const found = result.success
    ? []
    : result.error.issues.flatMap((issue) => problemsOf(issue, { schema, parsed }));
  const problems = [...parsed.problems, ...found, ...rules(parsed.value)].sort(byPlace);
  if (result.success && problems.length === 0) return { value: result.data, problems: [] };
  return { value: undefined, problems };
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  const line = (a.span?.line ?? 0) - (b.span?.line ?? 0);
  return line || (a.span?.column ?? 0) - (b.span?.column ?? 0);
}
