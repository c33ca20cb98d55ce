import { z } from 'zod';
import { check } from '../report/schema/image.ts';
import { bytes, list, number, severity, text, told } from '../report/schema/words.ts';

const image = z.object({
  ...{ name: text, digest: text, configDigest: text, platform: text },
  size: z.object({ compressed: bytes, uncompressed: bytes }),
  base: z.object({ name: text, how: told('What says so', text), layers: number }).optional(),
});

const layer = z.object({
  ...{ digest: text, size: bytes, uncompressed: bytes },
  createdBy: told('The line of history that made it', text),
  base: told('Whether it is one of the base', z.boolean()),
});

const finding = z.object({ id: text, severity, fixedVersion: text.optional() });

const auditPackage = z.object({
  ...{ name: text, version: text, type: text, purl: text.optional(), size: bytes },
  license: text.optional(),
  verdict: z.enum(['needed', 'unnecessary', 'unknown']),
  why: text,
  path: text.optional(),
  findings: told('Absent where nothing was scanned', z.array(finding)).optional(),
});

const savings = z.object({
  packages: number,
  bytes: told('Bytes of files that only unnecessary packages have', number),
  of: told('Bytes of all files', number),
  findings: z
    .object({
      ...{ critical: number.optional(), high: number.optional(), medium: number.optional() },
      ...{ low: number.optional(), unknown: number.optional() },
    })
    .optional(),
});

/** What `harden audit --json` prints. */
export const auditSchema = z.object({
  schemaVersion: z.literal(1),
  image,
  layers: z.array(layer),
  starts: told('The command of the program that stays', list),
  packages: z.array(auditPackage),
  savings,
  grade: z.object({
    letter: z.enum(['A', 'B', 'C', 'D', 'E', 'F']),
    points: number,
    lost: z.array(z.object({ points: number, why: text })),
  }),
  checks: z.array(check),
  gaps: told('What could not be looked at', list),
  spec: told(
    'The hardening.yaml that is proposed',
    z.object({ language: text, text, notes: list }),
  ).optional(),
  scanned: told('Whether scanners looked at the image', z.boolean()),
});
