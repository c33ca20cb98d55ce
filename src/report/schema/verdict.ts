import { z } from 'zod';
import { finding } from './finding.ts';
import { check } from './image.ts';
import { day, list, span, text, told } from './words.ts';

const exception = {
  until: told('The last day it holds, YYYY-MM-DD', day),
  reason: text,
  owner: text,
  origin: span.optional(),
};

const vex = z.object({
  ...{ file: text, id: text.optional(), author: text, status: text },
  ...{ justification: text.optional(), timestamp: text.optional() },
});

export const verdict = z.object({
  pass: told('Whether the policy holds and nothing is missing from the proof', z.boolean()),
  violations: z.array(
    z.object({
      rule: told('The line of the policy that is broken, such as vulnerabilities.high', text),
      message: text,
      findings: z.array(finding),
    }),
  ),
  ignored: told(
    'Findings that the policy accepts',
    z.array(
      z.object({
        finding,
        ignore: z.object({ id: text, package: text.optional(), ...exception }),
      }),
    ),
  ),
  suppressed: told(
    'Findings that a VEX document calls harmless',
    z.array(z.object({ finding, vex })),
  ).optional(),
  delta: told(
    'Against an earlier report',
    z.object({
      known: z.array(finding),
      added: z.array(z.object({ finding, cause: text })),
    }),
  ).optional(),
  accepted: told(
    'Checks that fail and are accepted',
    z.array(
      z.object({
        check,
        accept: z.object({ check: text.optional(), path: text.optional(), ...exception }),
      }),
    ),
  ).optional(),
  graced: told(
    'Findings that fail from a later day on, as their fix is young',
    z.array(z.object({ finding, failsFrom: day })),
  ).optional(),
  warnings: list,
});
