import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { compile } from '../../../src/compile.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { LANGUAGES } from '../../preset/project.ts';
import { refusal } from '../refusal.ts';
import { type Amount, type Case, type Outcome, section } from '../section.ts';
import { within } from '../within.ts';
import { BYTES } from './bytes.ts';
import { fields } from './fields.ts';
import { generated } from './grammar.ts';
import type { Expected } from './head.ts';
import { wrongWith } from './oracle.ts';
import { PLACES } from './places.ts';
import { YAML } from './yaml.ts';

interface Input {
  path: string;
  /** The first code; of a generated spec nobody knows it. */
  expected?: Expected;
}

type Compile = (
  path: string,
) => Promise<
  | { ok: true; value: { plan: unknown } }
  | { ok: false; diagnostics: Diagnostic[]; sources: ReadonlyMap<string, string> }
>;

const SEED = 20_261_126;
const GENERATED = { full: 10_000, short: 300 };

const promise = 'refused with a code, the place and the fix, or understood in whole';

export const writtenSpecs = section<Input, Compile>({
  name: 'hostile specs, written by hand',
  promise,
  meaning:
    'Bombs of aliases, prototype keys, wrong encodings, wrong values in every field, FIFOs and devices: each has the code that its author expects.',
  cases: () => inProject(written),
  defence: compile,
  attempt,
  sabotage: { takenOut: 'all but the YAML parser', defence: naive },
});

export const generatedSpecs = section<Input, Compile>({
  name: `hostile specs, generated (seed ${SEED})`,
  promise,
  meaning:
    'Specs from a grammar of good and bad lines, then damaged: what is accepted has to give the same plan again when another YAML parser and the JSON Schema read it.',
  cases: (amount) => inProject((folder) => generate(folder, amount)),
  defence: compile,
  attempt,
  sabotage: { takenOut: 'all but the YAML parser', defence: naive },
});

async function attempt(defence: Compile, { path, expected }: Input): Promise<Outcome> {
  const result = await within(defence(path));
  if (!result) return { got: 'hung', broke: 'did not end' };
  if (!result.ok) {
    const [first] = result.diagnostics;
    const outcome = refusal(result.diagnostics, result.sources);
    const isOther = expected !== undefined && first?.code !== expected;
    return isOther ? { got: 'refused', broke: `${first?.code}, expected ${expected}` } : outcome;
  }
  const got = 'accepted';
  if (expected !== undefined && expected !== 'accepted') return { got, broke: `not ${expected}` };
  const broke = await wrongWith(await readFile(path), result.value.plan, async (text) => {
    writeFileSync(path, text);
    const again = await defence(path);
    return again.ok ? again.value.plan : again.diagnostics;
  });
  return broke === undefined ? { got } : { got, broke };
}

async function naive(path: string): ReturnType<Compile> {
  if (!(await stat(path)).isFile()) throw new Error('no file');
  return {
    ok: true,
    value: { plan: parse(await readFile(path, 'utf8'), { logLevel: 'error' }) },
  };
}

/** Cases in a project that has the files of every language. */
async function* inProject(
  make: (folder: string) => Iterable<Case<Input>> | AsyncIterable<Case<Input>>,
): AsyncGenerator<Case<Input>> {
  const folder = mkdtempSync(join(tmpdir(), 'harden-trust-'));
  try {
    for (const { files } of Object.values(LANGUAGES)) {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    }
    yield* make(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function* written(folder: string): AsyncGenerator<Case<Input>> {
  const path = join(folder, 'hardening.yaml');
  for (const [name, expected, content] of [...YAML, ...BYTES, ...fields()]) {
    writeFileSync(path, content);
    yield { name, input: { path, expected } };
  }
  for (const [index, { name, expected, make }] of PLACES.entries()) {
    const own = join(folder, `place-${index}`);
    mkdirSync(own);
    yield { name, input: { path: await make(own), expected } };
  }
}

function* generate(folder: string, amount: Amount): Generator<Case<Input>> {
  const path = join(folder, 'hardening.yaml');
  const specs = fc.sample(generated, { seed: SEED, numRuns: GENERATED[amount] });
  for (const [index, spec] of specs.entries()) {
    writeFileSync(path, spec);
    yield { name: `spec ${index}`, input: { path } };
  }
}
