import { z } from 'zod';
import { presetSchema } from '../preset/schema.ts';
import { fileSchema } from './file-schema.ts';

/** The JSON Schema (draft-07) of hardening.yaml, for editors. */
export function specJsonSchema(): object {
  const needsOne = ['language', 'images', 'workspace'].map((key) => ({ required: [key] }));
  return { ...jsonSchema(fileSchema), anyOf: needsOne };
}

/** The JSON Schema (draft-07) of preset.yaml. */
export function presetJsonSchema(): object {
  return jsonSchema(presetSchema);
}

/** As a user writes it: what has a default may be left out. Rules that no schema can say are open. */
function jsonSchema(schema: z.ZodType): object {
  return z.toJSONSchema(schema, { io: 'input', target: 'draft-07', reused: 'inline' });
}
