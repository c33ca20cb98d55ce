import { z } from 'zod';
import { coverage, scanner } from './coverage.ts';
import { disagreement, finding, imagePackage } from './finding.ts';
import { check, image } from './image.ts';
import { verdict } from './verdict.ts';
import { bytes, digest, list, moment, number, span, text, told } from './words.ts';

/** Of the documents that this version writes and reads. */
export const VERSION = 1;

const library = z.object({ name: text, path: text, package: text, version: text });

const smoke = z.object({
  name: told('What was asked', text),
  pass: z.boolean(),
  evidence: told('What was seen', text),
  milliseconds: number,
  memory: told('The most bytes that its processes had at once', bytes).optional(),
  log: told('The last lines it printed, when it failed', text).optional(),
  diagnosis: told('Why, and what to change', text).optional(),
});

const sources = z.object({
  files: list,
  packages: z.array(imagePackage),
  findings: z.array(finding),
});

export const diagnostic = z.object({
  code: told('Of a closed list; docs/diagnostics has a page for each', text),
  severity: z.enum(['error', 'warning']),
  message: text,
  span: span.optional(),
  hint: told('The fix, in the imperative', text).optional(),
  detail: text.optional(),
});

/** What reports have. Readers take anything more as it is, so that older ones read newer reports. */
export const reportSchema = z.object({
  schemaVersion: z.literal(VERSION),
  times: told(
    'When the run began and when it was judged',
    z.object({ started: moment, finished: moment }),
  ).optional(),
  unchanged: told(
    'Of a build that was answered by the last one, as nothing changed: when that was judged',
    z.object({ since: moment }),
  ).optional(),
  spec: told('Path of the spec, as it was typed', text).optional(),
  plan: z.object({ digest }).optional(),
  toolchain: z.object({ ref: text, digest }).optional(),
  rebased: told(
    'The image whose app was put on another base, and the base that it had',
    z.object({ from: digest, base: digest }),
  ).optional(),
  image,
  libraries: told('Copied from the toolchain, and whose they are', z.array(library)).optional(),
  checks: z.array(check),
  coverage: told('What the scan looked at; it counts only without a gap', coverage),
  scanners: z.array(scanner),
  findings: z.array(finding),
  packages: told('All that any scanner saw', z.array(imagePackage)).optional(),
  sources: told('What was found in the lock files of the project', sources).optional(),
  disagreements: told('Where scanners say different things', z.array(disagreement)).optional(),
  smoke: told('What the finished image did when it was run', z.array(smoke)),
  smokeNotRun: told(
    'Where and why no test was made, when the engine cannot run it',
    text,
  ).optional(),
  verdict,
  timings: told('Milliseconds by phase', z.record(text, number)),
  reports: told('Paths of the files that were written, by name', z.record(text, text)),
  diagnostics: z.array(diagnostic),
});
