import { z } from 'zod';
import { ADVISORY, CHECK, FILE_PATTERN } from './grammar.ts';
import { bytesOf, daysOf, isDay } from './units.ts';
import * as words from './words.ts';

const most = z.int().min(0, 'a whole number of 0 or more\nwrite 0 to allow none');
const vulnerabilities = z.strictObject({
  critical: most.optional().meta({ description: 'The most critical findings' }),
  high: most.optional().meta({ description: 'The most high findings' }),
  medium: most.optional().meta({ description: 'The most medium findings' }),
  low: most.optional().meta({ description: 'The most low findings' }),
  unknown: most.optional().meta({ description: 'The most findings without a severity' }),
  unfixed: z.enum(['count', 'ignore']).optional().meta({
    description: 'Whether findings that have no fix yet count',
  }),
});

const age = z
  .string()
  .refine((text) => daysOf(text) !== undefined, 'a number of days\nwrite it like 7d')
  .optional();
const grace = z.strictObject({
  critical: age.meta({ description: 'Days from the fix of a critical finding until it counts' }),
  high: age.meta({ description: 'Days from the fix of a high finding until it counts' }),
  medium: age.meta({ description: 'Days from the fix of a medium finding until it counts' }),
  low: age.meta({ description: 'Days from the fix of a low finding until it counts' }),
  unknown: age.meta({ description: 'The same of a finding without a severity' }),
});

const DAY = 'a day of the calendar as YYYY-MM-DD';
const exception = {
  until: z.string().refine(isDay, `${DAY}\nwrite it like until: "2026-12-31"`).meta({
    description: 'The last day it holds; after it the build fails',
  }),
  reason: words.words.meta({ description: 'Why it does no harm here' }),
  owner: words.words.meta({ description: 'Who decides when it ends' }),
};

const ignore = z.strictObject({
  id: words
    .word(ADVISORY, 'the id of one advisory', 'write it like CVE-2026-1234 or GHSA-xxxx-xxxx-xxxx')
    .meta({
      description: 'The advisory that is accepted',
    }),
  package: words.words.optional().meta({ description: 'Only in this package' }),
  ...exception,
});

const accept = z.strictObject({
  check: words
    .word(CHECK, 'the id of a check', 'write it like no-shell, as the report names it')
    .meta({ description: 'The check that may fail' }),
  path: words.containerPath.optional().meta({ description: 'Only for this file of the image' }),
  package: words.words
    .optional()
    .meta({ description: 'Only for this package, where the check is licenses' }),
  ...exception,
});

const licenseNames = z.array(words.words).min(1, 'at least one licence');
const licenses = z.strictObject({
  allow: licenseNames.optional().meta({
    description: 'Licences that packages of the app may have, such as MIT; default: all',
  }),
  deny: licenseNames.optional().meta({
    description: 'Licences that none of them may have, such as AGPL-3.0-only',
  }),
  unknown: z.enum(['fail', 'ignore']).optional().meta({
    description: 'What a package without a known licence does where allow is there; default: fail',
  }),
});

const vexFile = words.word(
  FILE_PATTERN,
  'the path of a file in the project folder',
  'write it like security/libfoo.openvex.json',
);

const PROBABILITY = 'a number above 0 and at most 1\nwrite a probability: epss: 0.5';
const SCORE = 'a number above 0 and at most 10\nwrite a base score: cvss: 9.0';
const SIZE = 'a size such as "50MB" or "20MiB"';
export const policy = z.strictObject({
  preset: z.enum(['strict', 'balanced', 'audit']).optional().meta({
    description: 'What is allowed where nothing else is said; default: balanced',
  }),
  vulnerabilities: vulnerabilities.optional().meta({
    description: 'The most findings that are allowed, by severity',
  }),
  kev: z.boolean().optional().meta({
    description: 'Whether what is known to be exploited fails; default: not in audit',
  }),
  epss: z.number().gt(0, PROBABILITY).max(1, PROBABILITY).optional().meta({
    description: 'The probability of an exploit from which on a finding fails, such as 0.5',
  }),
  cvss: z.number().gt(0, SCORE).max(10, SCORE).optional().meta({
    description: 'The CVSS base score from which on a finding fails, such as 9.0',
  }),
  grace: grace.optional().meta({
    description: 'Time to take a fix, from the day there was one; default: none',
  }),
  ignore: z.array(ignore).optional().meta({ description: 'Findings that are accepted for a time' }),
  vex: z.array(vexFile).min(1, 'at least one file').optional().meta({
    description: 'OpenVEX documents that say which findings do no harm, relative to this file',
  }),
  accept: z
    .array(accept)
    .optional()
    .meta({ description: 'Failed checks that are accepted for a time' }),
  licenses: licenses.optional().meta({
    description: 'Licences of the packages of the app, by their SPDX identifiers',
  }),
  size: z
    .string()
    .refine((t) => (bytesOf(t) ?? 0) > 0, `${SIZE}\nadd the unit: size: "50MB"`)
    .optional()
    .meta({ description: 'The most bytes of the uncompressed image' }),
  packages: most.optional().meta({ description: 'The most packages in the image' }),
  signedBase: z.boolean().optional().meta({
    description: 'Whether a base fails that its makers have not signed; default: false',
  }),
});
