import { z } from 'zod';
import { needs, oneOf } from './rules.ts';
import * as words from './words.ts';

const { argv, text } = words;

const SECONDS = 'a number of seconds from 1 to 600\nwrite it like timeout: 30';
const EXIT_CODE = 'an exit code from 0 to 255\nwrite it like exitCode: 0';
const STATUS = 'an HTTP status from 100 to 599\nwrite it like status: 200';
const BODY = 'a text of the answer\nwrite it like body: ok';
const LOG = 'a text of a line\nwrite it like log: listening';
const timeout = z.int().min(1, SECONDS).max(600, SECONDS).optional().meta({
  description: 'Seconds it may take; default: 30',
});

export const smoke = z
  .array(
    z
      .strictObject({
        run: argv.optional().meta({
          description:
            'A program of the image, with its arguments; node and other programs of the base by name',
        }),
        expect: z
          .strictObject({
            exitCode: z
              .int()
              .min(0, EXIT_CODE)
              .max(255, EXIT_CODE)
              .optional()
              .meta({ description: 'Default: 0' }),
            stdout: text.optional().meta({ description: 'A text that it has to print' }),
          })
          .optional()
          .meta({ description: 'What a run has to give' }),
        http: z
          .strictObject({
            path: words.word(/^\/[^\s\0]*$/, 'a path such as /healthz', 'begin it with /'),
            status: z
              .int()
              .min(100, STATUS)
              .max(599, STATUS)
              .optional()
              .meta({ description: 'Default: 200' }),
            port: words.port.optional().meta({
              description: 'Default: the first of runtime.ports',
            }),
            body: text.min(1, BODY).optional().meta({
              description: 'A text that the answer has to have within its first 64 KiB',
            }),
          })
          .optional()
          .meta({ description: 'A request that the program has to answer' }),
        tcp: words.port.optional().meta({
          description: 'A port on which the program has to take connections',
        }),
        log: text.min(1, LOG).optional().meta({
          description: 'A text that the program has to print on a line, on either output',
        }),
        timeout,
      })
      .check(oneOf('run', 'http', 'tcp', 'log'), needs('expect', 'run')),
  )
  .min(1, 'at least one test');
