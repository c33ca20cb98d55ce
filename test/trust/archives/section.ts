import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { HardenError } from '../../../src/diagnostics/diagnostic.ts';
import { type Amount, type Case, type Outcome, section } from '../section.ts';
import { KINDS, type Kind } from './kinds.ts';

interface Input {
  kind: Kind;
  file: string;
  /** The folder that the reader may write to. */
  work: string;
  /** Around it: nothing of this may change. */
  around: string;
}

type Reader = (kind: Kind, file: string, work: string) => Promise<string | undefined>;

const SEED = 20_261_127;
const CHANGED = { full: 3000, short: 200 };
/** Bytes by which the process may grow in a case. */
const MEMORY = 256 * 1024 * 1024;

export const archives = section<Input, Reader>({
  name: 'archives, packages and programs',
  promise: 'refused with a code, or read as what is safe; nothing written outside',
  meaning: `Layers that lead out of an image by names, links, headers and sizes, bombs; then these, OCI archives, .deb files, indexes and ELF files with changed bytes (seed ${SEED}).`,
  cases,
  defence: (kind, file, work) => kind.read(file, work),
  attempt,
  sabotage: {
    takenOut: 'the checks of names and kinds',
    defence: (kind, file) => kind.naive(file),
  },
});

async function* cases(amount: Amount): AsyncGenerator<Case<Input>> {
  const around = mkdtempSync(join(tmpdir(), 'harden-trust-'));
  const work = join(around, 'a', 'b');
  try {
    mkdirSync(join(around, 'a'));
    const kinds = await Promise.all(KINDS.map((make) => make(work)));
    writeFileSync(join(around, 'canary'), 'alive');
    const file = join(around, 'a', 'input');
    const input = (kind: Kind) => ({ kind, file, work, around });
    for (const kind of kinds) {
      for (const { name, bytes } of kind.hostile) {
        writeFileSync(file, bytes);
        yield { name: `${kind.name}: ${name}`, input: input(kind) };
      }
    }
    const all = fc.sample(DAMAGE, { seed: SEED, numRuns: CHANGED[amount] });
    for (const [index, damage] of all.entries()) {
      const kind = kinds[index % kinds.length] as Kind;
      const seeds = [...kind.good, ...kind.hostile].filter(({ bytes }) => bytes.length < 65_536);
      const seed = seeds[index % seeds.length]?.bytes ?? Buffer.alloc(0);
      writeFileSync(file, damaged(seed, damage));
      yield { name: `${kind.name}, case ${index}`, input: input(kind) };
    }
  } finally {
    rmSync(around, { recursive: true, force: true });
  }
}

const DAMAGE = fc.record({
  bytes: fc.array(fc.tuple(fc.nat({ max: 0xffffff }), fc.nat({ max: 255 })), { maxLength: 8 }),
  cut: fc.option(fc.nat({ max: 0xffffff }), { freq: 4 }),
});

function damaged(
  seed: Uint8Array,
  { bytes, cut }: { bytes: [number, number][]; cut: number | null },
): Buffer {
  const copy = Buffer.from(seed);
  for (const [at, byte] of bytes) if (copy.length > 0) copy[at % copy.length] = byte;
  return cut === null ? copy : copy.subarray(0, cut % (copy.length + 1));
}

async function attempt(read: Reader, { kind, file, work, around }: Input): Promise<Outcome> {
  const before = hashOf(around, work);
  const memory = process.memoryUsage().rss;
  const outcome = await outcomeOf(() => read(kind, file, work));
  const grown = process.memoryUsage().rss - memory;
  if (hashOf(around, work) !== before) return { ...outcome, broke: 'wrote outside of its folder' };
  if (grown > MEMORY) return { ...outcome, broke: `took ${grown} bytes of memory` };
  return outcome;
}

async function outcomeOf(read: () => Promise<string | undefined>): Promise<Outcome> {
  try {
    const broke = await read();
    return { got: 'read', ...(broke !== undefined && { broke }) };
  } catch (thrown) {
    if (!(thrown instanceof HardenError)) throw thrown;
    const [first] = thrown.diagnostics;
    const isBug = !first || first.code === 'internal/bug' || !first.hint;
    return { got: 'refused', ...(isBug && { broke: `${first?.code} without a fix` }) };
  }
}

/** Of all that lies around, but for the folder that may be written. */
function hashOf(around: string, work: string): string {
  const hash = createHash('sha256');
  const names = readdirSync(around, { recursive: true, withFileTypes: true });
  for (const one of names) {
    const path = join(one.parentPath, one.name);
    if (path.startsWith(work)) continue;
    hash.update(path);
    if (one.isFile()) hash.update(readFileSync(path));
  }
  return hash.digest('hex');
}
