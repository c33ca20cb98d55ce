import { z } from 'zod';
import { reportSchema } from './schema/report.ts';

/** The JSON Schema (draft-07) of a report. It is open: later versions may say more. */
export function reportJsonSchema(): object {
  const schema = reportSchema.meta({
    title: 'Report of harden',
    description: 'What harden build --json and harden scan --json print, and .harden/report.json',
  });
  return z.toJSONSchema(schema, { io: 'input', target: 'draft-07' });
}
