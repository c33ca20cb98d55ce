import { z } from 'zod';

export const text = z.string();
export const number = z.number();
export const list = z.array(text);
export const severity = z.enum(['critical', 'high', 'medium', 'low', 'unknown']);

/** The same schema with what it is, for people; a JSON Schema shows it. */
export function told<T extends z.ZodType>(description: string, schema: T): T {
  return schema.meta({ description });
}

export const bytes = told('Bytes', number);
export const day = told('A day, YYYY-MM-DD', text);
export const moment = told('RFC 3339', text);
export const digest = told('sha256:…', text);

/** A place in a file the user wrote. */
export const span = told(
  'A place in a file the user wrote; lines and columns count from 1',
  z.object({ file: text, line: number, column: number, length: number }),
);
