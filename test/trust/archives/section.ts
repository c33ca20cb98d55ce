import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { HardenError } from '../../../src/diagnostics/diagnostic.ts';
import { type Amount, type AnySection, type Case, type Outcome, section } from '../section.ts';
import type { Kind } from './kind.ts';
import { KINDS } from './kinds.ts';

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
const CHANGED = { full: 1000, short: 60 };
/** Bytes by which the process may grow in a case. */
const MEMORY = 256 * 1024 * 1024;

/** A line for each kind of file. */
export const archives: AnySection[] = KINDS.map((kind) =>
  section<Input, Reader>({
    name: `${kind.name}, hostile or damaged`,
    promise: 'refused with a code, or read as what is safe; nothing written outside',
    meaning: `Made by hand to lead out, to be endless or to say what is not; then these and good ones with changed bytes (seed ${SEED}): ${kind.kept}.`,
    cases: (amount) => cases(kind, amount),
    defence: (one, file, work) => one.read(file, work),
    attempt,
    sabotage: { takenOut: kind.takenOut, defence: (one, file, work) => one.naive(file, work) },
  }),
);

async function* cases(kind: Kind, amount: Amount): AsyncGenerator<Case<Input>> {
  const around = mkdtempSync(join(tmpdir(), 'harden-trust-'));
  const work = join(around, 'a', 'b');
  try {
    mkdirSync(join(around, 'a'));
    writeFileSync(join(around, 'canary'), 'alive');
    const file = join(around, 'a', 'input');
    const input = { kind, file, work, around };
    for (const { name, bytes } of [...kind.hostile, ...kind.good]) {
      writeFileSync(file, bytes);
      yield { name, input };
    }
    const seeds = [...kind.good, ...kind.hostile].filter(({ bytes }) => bytes.length < 65_536);
    const all = fc.sample(DAMAGE, { seed: SEED, numRuns: CHANGED[amount] });
    for (const [index, damage] of all.entries()) {
      // Half of them are good ones, as what is refused already tells less.
      const from = index % 2 === 0 ? kind.good : seeds;
      const seed = from[Math.floor(index / 2) % from.length];
      writeFileSync(file, damaged(seed?.bytes ?? Buffer.alloc(0), damage));
      yield { name: `case ${index} (${seed?.name})`, input };
    }
  } finally {
    rmSync(around, { recursive: true, force: true });
  }
}

const DAMAGE = fc.record({
  bytes: fc.array(fc.tuple(fc.nat({ max: 0xffffff }), fc.nat({ max: 255 })), { maxLength: 8 }),
  cut: fc.option(fc.nat({ max: 0xffffff }), { freq: 4 }),
  summed: fc.boolean(),
});

interface Damage {
  bytes: [number, number][];
  cut: number | null;
  /** Whether headers of tars are given the sums that they should have: else few of them are read. */
  summed: boolean;
}

function damaged(seed: Uint8Array, { bytes, cut, summed }: Damage): Buffer {
  const copy = Buffer.from(seed);
  for (const [at, byte] of bytes) if (copy.length > 0) copy[at % copy.length] = byte;
  if (summed) sum(copy);
  return cut === null ? copy : copy.subarray(0, cut % (copy.length + 1));
}

const MAGIC_AT = 257;
const SUM_AT = 148;

function sum(bytes: Buffer): void {
  for (let at = bytes.indexOf('ustar'); at >= 0; at = bytes.indexOf('ustar', at + 1)) {
    const header = bytes.subarray(Math.max(0, at - MAGIC_AT), at - MAGIC_AT + 512);
    if (header.length < 512) continue;
    header.fill(' ', SUM_AT, SUM_AT + 8);
    const total = header.reduce((sum, byte) => sum + byte, 0);
    header.write(`${total.toString(8).padStart(6, '0')}\0 `, SUM_AT);
  }
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
