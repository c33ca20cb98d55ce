import { inflateSync } from 'node:zlib';
import { z } from 'zod';
import type { RandomAccess } from '../elf/random-access.ts';
import { readSection } from '../elf/section.ts';
import type { ExpectedPackage } from './types.ts';

const SECTION = '.dep-v0';
// 1,000 crates are about 20 KB compressed and 150 KB of JSON; more than this is no crate list.
const COMPRESSED_LIMIT = 4 * 1024 * 1024;
const LIMIT = 16 * 1024 * 1024;

const auditData = z.object({
  packages: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      kind: z.enum(['runtime', 'build']).default('runtime'),
    }),
  ),
});

/**
 * The crates of an ELF program that `cargo auditable` built: the program's own packages and what
 * is linked into them, without what only its build ran, as scanners name them. Gives undefined
 * for a file that is not ELF or has no such list; never throws on what the file holds.
 */
export async function rustAuditData(file: RandomAccess): Promise<ExpectedPackage[] | undefined> {
  const section = await readSection(file, SECTION, COMPRESSED_LIMIT);
  const parsed = section && auditData.safeParse(inflatedJson(section));
  if (!parsed?.success) return undefined;
  return parsed.data.packages
    .filter(({ kind }) => kind === 'runtime')
    .map(({ name, version }) => ({ name, version, type: 'rust' }));
}

function inflatedJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(inflateSync(bytes, { maxOutputLength: LIMIT }).toString('utf8'));
  } catch {
    return undefined;
  }
}
