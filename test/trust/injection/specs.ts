import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '../../../src/compile.ts';
import type { BuildPlan } from '../../../src/plan/types.ts';
import { loadSpec } from '../../../src/spec/load.ts';
import { refusal } from '../refusal.ts';
import { type Amount, type Case, type Outcome, section } from '../section.ts';
import { type Canaries, type Seen, watchCanaries } from './canaries.ts';
import { type Forms, print, unquoted, wrongIn } from './forms.ts';
import { PAYLOADS } from './payloads.ts';
import { PLACES } from './places.ts';

interface Input {
  folder: string;
  payload: string;
  canaries: Canaries;
}

type Print = (plan: BuildPlan) => Forms;

const EVERY = { full: 1, short: 25 };

export const injectedSpecs = section<Input, Print>({
  name: `injection: ${PAYLOADS.length} payloads in each of ${Object.keys(PLACES).length} strings of a spec`,
  promise:
    'refused, or one argument; no instruction, statement or sign of a terminal; no file, program or name',
  meaning:
    'Commands, options, templates, escapes and paths: what is accepted stays one string of the plan, and the Dockerfile, bake file and program that are ejected have no other instructions and statements than with a harmless word. Each names a file, a program or a host: what is started, asked for or connected to is watched, and so are programs by these names.',
  cases,
  defence: print,
  attempt,
  sabotage: { takenOut: 'the quoting of what is ejected and shown', defence: unquoted },
});

function* cases(amount: Amount): Generator<Case<Input>> {
  const folder = mkdtempSync(join(tmpdir(), 'harden-trust-'));
  writeFileSync(join(folder, 'go.mod'), 'module example.com/app\n\ngo 1.24.3\n');
  const canaries = watchCanaries();
  try {
    for (const [index, payload] of PAYLOADS.entries()) {
      if (index % EVERY[amount] !== 0) continue;
      yield { name: JSON.stringify(payload), input: { folder, payload, canaries } };
    }
  } finally {
    canaries.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function attempt(make: Print, input: Input): Promise<Outcome> {
  const { canaries } = input;
  const before = canaries.seen();
  let accepted = 0;
  for (const [place, written] of Object.entries(PLACES)) {
    const outcome = await inPlace(make, input, written);
    if (outcome.broke !== undefined) return { ...outcome, broke: `${place}: ${outcome.broke}` };
    if (outcome.got === 'accepted') accepted += 1;
  }
  const seen = since(before, canaries.seen());
  const got = accepted === 0 ? 'refused everywhere' : 'one string, or refused';
  const acted = Object.entries(seen).find(([, times]) => times > 0);
  return { got, seen, ...(acted && { broke: `${acted[1]} ${acted[0]}` }) };
}

function since(before: Seen, now: Seen): Seen {
  const signs = Object.keys(now) as (keyof Seen)[];
  return Object.fromEntries(signs.map((sign) => [sign, now[sign] - before[sign]])) as Seen;
}

async function inPlace(
  make: Print,
  input: Input,
  written: (text: string) => object,
): Promise<Outcome> {
  const { folder, payload } = input;
  const plan = await planOf(folder, written(payload));
  if ('got' in plan) return plan;
  const got = 'accepted';
  const broke = split(plan, payload) ?? (await unlike(make, input, written, plan));
  return broke === undefined ? { got } : { got, broke };
}

async function planOf(folder: string, more: object): Promise<BuildPlan | Outcome> {
  const file = join(folder, 'hardening.yaml');
  const spec = { version: 1, language: 'go', entrypoint: ['/app/server'], ...more };
  const text = JSON.stringify(spec);
  // What the grammar of its field refuses gets no further.
  const loaded = loadSpec(text, file);
  if (!loaded.ok) return refusal(loaded.diagnostics, new Map([[file, text]]));
  writeFileSync(file, text);
  const compiled = await compile(file);
  return compiled.ok ? compiled.value.plan : refusal(compiled.diagnostics, compiled.sources);
}

/** A list of arguments in which a payload is a part of one, as it would be in a line of a shell. */
function split(plan: BuildPlan, payload: string): string | undefined {
  if (payload.length < 4) return undefined;
  const lists: string[][] = [];
  JSON.stringify(plan, (_key, value) => {
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) lists.push(value);
    return value;
  });
  const found = lists.find(
    ([, option = '', text = '']) => option === '-c' && text.includes(payload),
  );
  return found && `became a part of ${JSON.stringify(found)}`;
}

const harmless = new Map<string, Forms | undefined>();

/** Other instructions or statements than with a word in the same place. */
async function unlike(
  make: Print,
  { folder, payload }: Input,
  written: (text: string) => object,
  plan: BuildPlan,
): Promise<string | undefined> {
  // A file of the home folder is found in another way than one of the project.
  const word = payload.startsWith('~/') ? '~/word' : 'word';
  const key = `${written} ${word}`;
  if (!harmless.has(key)) {
    const other = await planOf(folder, written(word));
    harmless.set(key, 'got' in other ? undefined : print(other));
  }
  return wrongIn(make(plan), harmless.get(key));
}
