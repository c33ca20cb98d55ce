import type { z } from 'zod';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Parsed } from './document.ts';
import { problemsOf } from './problem.ts';

/** A document and the schema it is held against. */
export interface Checked {
  schema: z.ZodType;
  parsed: Parsed;
}

/** More than anyone reads: a file with more mistakes is another file, and each takes time to word. */
const MOST = 100;

/** Holds a document against its schema; every mistake comes back, in the order of the file. */
export function validate<T>(
  schema: z.ZodType<T>,
  parsed: Parsed & { problems: Diagnostic[] },
  rules: (value: unknown) => Diagnostic[] = () => [],
): { value: T; problems: [] } | { value: undefined; problems: Diagnostic[] } {
  // One document is read once: generating code for it would take longer than it saves.
  const result = schema.safeParse(parsed.value, { jitless: true });
  const issues = result.success ? [] : result.error.issues.flatMap(oneByOne);
  const found = issues.slice(0, MOST).flatMap((issue) => problemsOf(issue, { schema, parsed }));
  const problems = [...parsed.problems, ...found, ...rules(parsed.value)].sort(byPlace);
  if (result.success && problems.length === 0) return { value: result.data, problems: [] };
  return { value: undefined, problems: listed(problems, Math.max(0, issues.length - MOST)) };
}

/** All keys that are none are one finding to the schema. */
function oneByOne(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'unrecognized_keys') return [issue];
  return issue.keys.map((key) => ({ ...issue, keys: [key] }));
}

function listed(problems: Diagnostic[], left: number): Diagnostic[] {
  const shown = problems.slice(0, MOST);
  const more = left + problems.length - shown.length;
  const last = shown.pop();
  if (!last || more === 0) return problems;
  return [...shown, { ...last, detail: `${more} more mistakes are not listed` }];
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  const line = (a.span?.line ?? 0) - (b.span?.line ?? 0);
  return line || (a.span?.column ?? 0) - (b.span?.column ?? 0);
}
