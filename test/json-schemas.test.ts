import { expect, test } from 'vitest';
import type { z } from 'zod';
import type { auditSchema } from '../src/audit/schema.ts';
import type { AuditReport } from '../src/audit/types.ts';
import { COMMANDS } from '../src/commands/table.ts';
import type { comparisonSchema } from '../src/compare/schema.ts';
import type { Comparison } from '../src/compare/types.ts';
import type { explanationsSchema } from '../src/explain/schema.ts';
import type { Explanation } from '../src/explain/types.ts';
import { JSON_SCHEMAS } from '../src/json-schemas.ts';
import type { manySchema } from '../src/report/many/schema.ts';
import type { ManyReport } from '../src/report/many/types.ts';
import type { reportSchema } from '../src/report/schema/report.ts';
import type { RunReport } from '../src/report/types.ts';

/** The names in a type, without what stands under them. */
type Names<T> = T extends readonly (infer E)[]
  ? Names<NonNullable<E>>[]
  : T extends object
    ? { [K in keyof T]-?: Names<NonNullable<T[K]>> }
    : 'value';

/** `true` where the schema takes every document of the type, and names what the type names. */
type Fits<T, S extends z.ZodType> =
  T extends z.input<S>
    ? [Names<T>, Names<z.input<S>>] extends [Names<z.input<S>>, Names<T>]
      ? true
      : 'other names'
    : 'another type';

interface Explanations {
  schemaVersion: 1;
  explanations: Explanation[];
}

test('schemas and types say the same, at every depth; tsc holds them together', () => {
  const report: Fits<RunReport, typeof reportSchema> = true;
  const audit: Fits<AuditReport, typeof auditSchema> = true;
  const comparison: Fits<Comparison, typeof comparisonSchema> = true;
  const explanations: Fits<Explanations, typeof explanationsSchema> = true;
  const many: Fits<ManyReport, typeof manySchema> = true;
  expect([report, many, audit, comparison, explanations]).not.toContain(false);
});

test('harden schema names every schema that there is', () => {
  const entry = COMMANDS.find(({ usage }) => usage.startsWith('schema'));
  expect(entry?.words).toEqual(Object.keys(JSON_SCHEMAS));
});
