import { z } from 'zod';
import { bytes, digest, list, moment, number, text, told } from './words.ts';

const sums = { files: number, bytes };

const files = z.object({
  ...{ total: number, attributed: number },
  bytes: z.object({ total: bytes, attributed: bytes }),
  owners: z.array(z.object({ kind: text, ...sums })),
  holdings: told(
    'What each owner has in each layer, by the index of the layer',
    z.array(z.object({ kind: text, name: text, layer: number, ...sums })),
  ).optional(),
  unattributed: told('Files that are of nobody', z.array(z.object({ path: text, reason: text }))),
  runtimes: told(
    'Language runtimes that no package manager installed',
    z.array(z.object({ name: text, version: text, path: text })),
  ),
});

const packages = z.object({ seen: number, missing: list });

/** Proof of what the scan looked at. */
export const coverage = z.object({
  os: z.object({ family: text, version: text }).optional(),
  packages: packages.extend({ expected: number }),
  files: told('Whose every file of the image is', files),
  scanners: z.array(z.object({ name: text, packages })).optional(),
  gaps: told('Why the scan proves nothing; empty when it does', list),
});

const database = z.object({ ref: text, digest, updatedAt: moment });

export const scanner = z.object({
  ...{ name: text, version: text },
  database: told('The advisories it used', database),
  javaIndex: told('What names jars that do not do it themselves', database).optional(),
  tested: told('Ecosystems of which it saw a planted package and its advisory', list).optional(),
});
