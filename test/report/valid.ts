import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { z } from 'zod';
import { reportSchema } from '../../src/report/schema/report.ts';

const FILE = join(import.meta.dirname, '..', '..', 'schema', 'report.schema.json');

/** What is wrong with a report by the published schema. */
export const problemsOf = judging(JSON.parse(readFileSync(FILE, 'utf8')));

/** The same, where everything that the schema does not name is wrong too. */
export const unnamedIn = judging(z.toJSONSchema(reportSchema, { target: 'draft-07' }));

function judging(schema: object): (report: unknown) => string[] {
  const validate = new Ajv({ allErrors: true }).compile(schema);
  return (report) =>
    validate(report)
      ? []
      : (validate.errors ?? []).map(
          ({ instancePath, message, params }) =>
            `${instancePath} ${message} ${JSON.stringify(params)}`,
        );
}
