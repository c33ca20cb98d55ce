import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '../../../src/compile.ts';
import { bakeFile } from '../../../src/eject/render/bake.ts';
import { dockerfile } from '../../../src/eject/render/dockerfile.ts';
import { ignoreFile } from '../../../src/eject/render/ignore.ts';
import { program } from '../../../src/eject/render/program.ts';
import { renderPlan } from '../../../src/plan/render.ts';
import type { BuildPlan } from '../../../src/plan/types.ts';
import { loadSpec } from '../../../src/spec/load.ts';
import { ejectionFrom } from '../../eject/ejection.ts';
import { instructions } from '../../eject/read-dockerfile.ts';
import { refusal, unfitForTerminal } from '../refusal.ts';
import { type Amount, type Case, type Outcome, section } from '../section.ts';
import { CANARY, PAYLOADS } from './payloads.ts';
import { PLACES } from './places.ts';

interface Input {
  folder: string;
  payload: string;
}

/** The texts that are made of a plan, for other programs to read. */
interface Forms {
  dockerfile: string;
  program: string;
  bake: string;
  ignore: string;
  terminal: string;
}

type Print = (plan: BuildPlan) => Forms;

const EVERY = { full: 1, short: 25 };

export const injectedSpecs = section<Input, Print>({
  name: `injection: ${PAYLOADS.length} payloads in each of ${Object.keys(PLACES).length} strings of a spec`,
  promise: 'refused, or one argument; no instruction, statement or sign of a terminal; 0 canaries',
  meaning:
    'Commands, options, templates, escapes and paths: what is accepted stays one string of the plan, and the Dockerfile, bake file and program that are ejected have as many instructions as with a harmless word.',
  cases,
  defence: print,
  attempt,
  sabotage: { takenOut: 'the quoting of what is ejected and shown', defence: unquoted },
});

function* cases(amount: Amount): Generator<Case<Input>> {
  const folder = mkdtempSync(join(tmpdir(), 'harden-trust-'));
  writeFileSync(join(folder, 'go.mod'), 'module example.com/app\n\ngo 1.24.3\n');
  try {
    for (const [index, payload] of PAYLOADS.entries()) {
      if (index % EVERY[amount] !== 0) continue;
      yield { name: JSON.stringify(payload), input: { folder, payload } };
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function attempt(make: Print, { folder, payload }: Input): Promise<Outcome> {
  let accepted = 0;
  for (const [place, written] of Object.entries(PLACES)) {
    const outcome = await inPlace(make, folder, written, payload);
    if (outcome.broke !== undefined) return { ...outcome, broke: `${place}: ${outcome.broke}` };
    if (outcome.got === 'accepted') accepted += 1;
  }
  if (existsSync(`/tmp/${CANARY}`)) return { got: 'executed', broke: 'made the canary' };
  return { got: accepted === 0 ? 'refused everywhere' : 'one string, or refused' };
}

async function inPlace(
  make: Print,
  folder: string,
  written: (text: string) => object,
  payload: string,
): Promise<Outcome> {
  const plan = await planOf(folder, written(payload));
  if ('got' in plan) return plan;
  const got = 'accepted';
  const broke = split(plan, payload) ?? (await unlike(make, folder, written, plan));
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

/** Another number of instructions or statements than with a word in the same place. */
async function unlike(
  make: Print,
  folder: string,
  written: (text: string) => object,
  plan: BuildPlan,
): Promise<string | undefined> {
  const forms = make(plan);
  const raw = unfitForTerminal(forms.terminal);
  if (raw) return `the plan ${raw}`;
  if (Object.values(forms).some((text) => text.includes('\u001b'))) return 'an escape in a file';
  const names = (text: string) => instructions(text).map(({ name }) => name);
  try {
    JSON.parse(forms.bake);
    const key = `${written}`;
    if (!harmless.has(key)) {
      const other = await planOf(folder, written('word'));
      harmless.set(key, 'got' in other ? undefined : print(other));
    }
    const usual = harmless.get(key);
    if (!usual) return names(forms.dockerfile).length > 0 ? undefined : 'no instructions';
    const found = names(forms.dockerfile).join(' ');
    const wanted = names(usual.dockerfile).join(' ');
    if (isOther(found, wanted)) return `the Dockerfile has ${found}, not ${wanted}`;
    return undefined;
  } catch (thrown) {
    return `a file that cannot be read: ${thrown}`;
  }
}

/** What a builder has no way to say is left out and told: fewer instructions, never others. */
function isOther(found: string, wanted: string): boolean {
  const left = wanted.split(' ');
  return found.split(' ').some((name) => {
    const at = left.indexOf(name);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function print(plan: BuildPlan): Forms {
  const ejection = ejectionFrom(plan);
  return {
    dockerfile: dockerfile(ejection),
    program: program(ejection),
    bake: bakeFile(ejection),
    ignore: ignoreFile(ejection),
    terminal: renderPlan(plan),
  };
}

function unquoted(plan: BuildPlan): Forms {
  const steps = plan.stages.flatMap((stage) =>
    stage.steps.map(({ run }) => `RUN ${run.join(' ')}`),
  );
  const lines = [...steps, ...plan.config.Env.map((one) => `ENV ${one}`), `LABEL a=${plan.name}`];
  return { ...print(plan), dockerfile: lines.join('\n'), terminal: lines.join('\n') };
}
