import { z } from 'zod';
import { scanner } from '../report/schema/coverage.ts';
import { finding } from '../report/schema/finding.ts';
import { bytes, list, number, text, told } from '../report/schema/words.ts';

const cause = told(
  'What brought it: packages of the system, of the app, the app itself, or new advisories',
  z.enum(['base', 'dependency', 'app', 'database']),
);
const size = z.object({ compressed: bytes, uncompressed: bytes });
const findings = z.array(z.object({ finding, cause }));

const packages = z.array(
  z.object({
    ...{ name: text, type: text, before: text.optional(), after: text.optional() },
    cause,
  }),
);

const side = z.object({
  ...{ name: text, digest: text, platform: text, base: text, size },
  baseDigest: told('Of what it stands on; empty for nothing', text),
  ...{ layers: number, files: number, packages: number },
  findings: z.object({
    ...{ critical: number, high: number, medium: number, low: number, unknown: number },
  }),
  user: text,
  failed: told('Checks that fail', list),
  databases: z.array(scanner.shape.database),
});

/** What `harden compare --json` prints. */
export const comparisonSchema = z.object({
  schemaVersion: z.literal(1),
  ...{ before: side, after: side },
  size: told('Bytes; less than zero where it became smaller', size),
  sharedLayers: number,
  files: told('How many more', number),
  packages: z.object({ added: packages, removed: packages, changed: packages }),
  findings: z.object({ fixed: findings, new: findings, remaining: findings }),
  checks: z.object({ mended: list, broken: list }),
  config: z.array(
    z.object({
      field: z.enum(['user', 'entrypoint', 'cmd', 'workdir', 'ports']),
      ...{ before: text, after: text },
    }),
  ),
  licences: z.object({ added: list, removed: list }),
  sameDatabases: z.boolean(),
  regressions: told('What became worse by the change itself', list),
});
