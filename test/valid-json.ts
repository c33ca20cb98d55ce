import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';

interface Judge {
  /** What is wrong with a document by the published schema. */
  problemsOf(document: unknown): string[];
  /** The same, where everything that the schema does not name is wrong too. */
  unnamedIn(document: unknown): string[];
}

/** A judge by a schema of the folder `schema`. */
export function judgeBy(name: string): Judge {
  const file = join(import.meta.dirname, '..', 'schema', `${name}.schema.json`);
  const schema: object = JSON.parse(readFileSync(file, 'utf8'));
  return { problemsOf: judging(schema), unnamedIn: judging(closed(schema) as object) };
}

function judging(schema: object): (document: unknown) => string[] {
  const validate = new Ajv({ allErrors: true }).compile(schema);
  return (document) =>
    validate(document)
      ? []
      : (validate.errors ?? []).map(
          ({ instancePath, message, params }) =>
            `${instancePath} ${message} ${JSON.stringify(params)}`,
        );
}

/** Every object with a list of properties has these and no others. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, closed(value)]);
  const open = 'properties' in schema && 'type' in schema;
  return { ...Object.fromEntries(entries), ...(open && { additionalProperties: false }) };
}
