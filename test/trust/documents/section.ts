import fc from 'fast-check';
import type { Result } from '../../../src/diagnostics/diagnostic.ts';
import { ok } from '../../../src/diagnostics/diagnostic.ts';
import { refusal } from '../refusal.ts';
import { type Amount, type AnySection, type Case, type Outcome, section } from '../section.ts';
import { type Kind, kinds } from './kinds.ts';
import { changes, mutated } from './mutate.ts';

interface Input {
  kind: Kind;
  text: string;
  good: string;
}

type Reader = (kind: Kind, text: string) => Result<unknown>;

const SEED = 20_261_126;
const EACH = { full: 1500, short: 100 };

/** A line for each kind of document. */
export const documents: AnySection[] = kinds().map((kind) =>
  section<Input, Reader>({
    name: `${kind.name}, changed`,
    promise: 'refused with a code, or read without loss',
    meaning: `Keys dropped, renamed, doubled, of another type, huge, nested, prototype keys, text cut off (seed ${SEED}): ${kind.kept}.`,
    cases: (amount) => cases(kind, amount),
    defence: (one, text) => one.read(text),
    attempt,
    sabotage: { takenOut: 'all but JSON.parse', defence: (_one, text) => ok(JSON.parse(text)) },
  }),
);

function* cases(kind: Kind, amount: Amount): Generator<Case<Input>> {
  const all = fc.sample(changes, { seed: SEED, numRuns: EACH[amount] });
  for (const [index, one] of all.entries()) {
    const good = kind.good[index % kind.good.length] ?? '';
    const text = mutated(JSON.parse(good), one);
    const what = one.map((change) => change.kind).join(', ');
    yield { name: `case ${index} (${what})`, input: { kind, text, good } };
  }
}

function attempt(read: Reader, { kind, text, good }: Input): Outcome {
  const result = read(kind, text);
  if (!result.ok) return refusal(result.diagnostics, new Map());
  const hasPrototype = /"__proto__"\s*:/.test(text);
  const broke = hasPrototype ? 'a key __proto__ was dropped' : kind.wrong(result.value, text, good);
  return { got: 'read', ...(broke !== undefined && { broke }) };
}
