import { z } from 'zod';
import { auditSchema } from './audit/schema.ts';
import { comparisonSchema } from './compare/schema.ts';
import { explanationsSchema } from './explain/schema.ts';
import { manySchema } from './report/many/schema.ts';
import { platformsSchema } from './report/schema/platforms.ts';
import { reportSchema } from './report/schema/report.ts';
import { presetJsonSchema, specJsonSchema } from './spec/json-schema.ts';

/** The JSON Schemas (draft-07) of what is written for harden and by it, by the word of `harden schema`. */
export const JSON_SCHEMAS = {
  spec: specJsonSchema,
  preset: presetJsonSchema,
  report: () =>
    printed(reportSchema, 'harden build --json, harden scan --json and .harden/report.json'),
  many: () => printed(manySchema, 'harden build --json of several images'),
  platforms: () => printed(platformsSchema, 'harden build --json for several platforms'),
  audit: () => printed(auditSchema, 'harden audit --json'),
  compare: () => printed(comparisonSchema, 'harden compare --json'),
  explain: () => printed(explanationsSchema, 'harden explain --json'),
} satisfies Record<string, () => object>;

/** Of a document that harden prints. They are open: later versions may say more. */
function printed(schema: z.ZodType, title: string): object {
  return z.toJSONSchema(schema.meta({ title }), { io: 'input', target: 'draft-07' });
}
