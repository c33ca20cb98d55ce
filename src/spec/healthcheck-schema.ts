import { z } from 'zod';
import { oneOf } from './rules.ts';
import { secondsOf } from './units.ts';
import * as words from './words.ts';

const HTTP = 'a port and a path such as :8080/healthz, or a path';
const DURATION = 'a time from 1s to 24h\nwrite it in seconds or minutes: interval: 30s';
const MOST_SECONDS = 86_400;

const duration = z.union([
  z.int().refine(isDuration, DURATION),
  z.string().refine(isDuration, DURATION),
]);

function isDuration(value: number | string): boolean {
  const seconds = secondsOf(value);
  return seconds !== undefined && seconds >= 1 && seconds <= MOST_SECONDS;
}

export const healthcheck = z
  .strictObject({
    http: words
      .word(/^(?::[1-9]\d{0,4})?\/[!-~]*$/, HTTP, 'write it like http: :8080/healthz')
      .refine(
        (text) => Number(/^:(\d+)/.exec(text)?.[1] ?? 1) <= 65535,
        'a port from 1 to 65535\nwrite it like http: :8080/healthz',
      )
      .optional()
      .meta({
        description:
          'A request that has to be answered with 200 to 399; without a port to the first of ports',
      }),
    run: words.argv.optional().meta({ description: 'A program of the image that ends with 0' }),
    interval: duration.optional().meta({ description: 'Time between two checks; default: 30s' }),
    timeout: duration.optional().meta({ description: 'Time that one may take; default: 5s' }),
    startPeriod: duration.optional().meta({ description: 'Time in which failures do not count' }),
    retries: z
      .int()
      .min(1, 'at least one\nwrite it like retries: 3')
      .max(100, 'at most 100\nwrite it like retries: 3')
      .optional()
      .meta({ description: 'Failures in a row that make it unhealthy; default: 3' }),
  })
  .check(oneOf('http', 'run'));
