import { join, resolve } from 'node:path';
import { compileSpec } from './compile.ts';
import type { Code } from './diagnostics/codes.ts';
import { type Diagnostic, HardenError } from './diagnostics/diagnostic.ts';
import { planFindings } from './init/plan-findings.ts';
import { propose } from './init/propose.ts';
import { type Candidate, languageChoice, type ReadySign } from './init/select.ts';
import { specText } from './init/spec-text.ts';
import type { Answers, Choice, ProjectView, Proposal } from './init/types.ts';
import { within } from './init/view.ts';
import { loadSpec } from './spec/load.ts';

const SPEC_FILE = 'hardening.yaml';

export interface InitRequest {
  /** The folder, as the user wrote it. */
  folder: string;
  /** Address of the JSON Schema. */
  schema: string;
  /** A Dockerfile to translate; true for the one that is there. */
  dockerfile?: string | true;
  /** Asked what files cannot tell; without it the first option is taken. */
  ask?: (choice: Choice, folder: string) => Promise<string>;
}

/** A proposal that was compiled: its text, and what a build of it would say already. */
export interface Settled extends Proposal {
  /** Path of the spec, as the user would write it. */
  file: string;
  text: string;
  diagnostics: Diagnostic[];
  sources: Map<string, string>;
}

/** Asks what is open, then compiles the spec in memory: on the first base that fits. */
export async function settle(
  view: ProjectView,
  candidate: Candidate,
  request: InitRequest,
): Promise<Settled> {
  const { folder } = candidate;
  const answers: Record<string, string> = {};
  const asked = candidate.signs.length > 1 ? languageChoice(candidate) : undefined;
  if (asked && request.ask) answers['language'] = await request.ask(asked, folder);
  const sign =
    candidate.signs.find(({ language }) => language.name === answers['language']) ??
    (candidate.signs[0] as ReadySign);
  const project = within(view, folder);
  const propose = () => proposed(project, candidate, sign, answers, request);
  let proposal = propose();
  for (const choice of request.ask ? proposal.choices : []) {
    answers[choice.key] = (await request.ask?.(choice, folder)) ?? '';
    proposal = propose();
  }
  if (asked && !request.ask) guessedLanguage(proposal, candidate);
  return onBase(proposal, request);
}

function proposed(
  view: ProjectView,
  { folder }: Candidate,
  sign: ReadySign,
  answers: Answers,
  { dockerfile }: InitRequest,
): Proposal {
  const result = propose(view, { folder }, sign, answers, {
    ...(typeof dockerfile === 'string' && { dockerfile }),
    translate: dockerfile !== undefined,
  });
  if (!result.ok) throw new HardenError(...result.diagnostics);
  return result.value;
}

function guessedLanguage({ draft, findings }: Proposal, { signs }: Candidate): void {
  const why = `the folder has ${signs.map(({ language }) => language.title).join(' and ')}`;
  draft.notes['language'] = why;
  for (const one of findings) {
    if (one.what === 'language') Object.assign(one, { certainty: 'guess', why });
  }
}

/** A version that the preset's own base lacks may be in a family of images. */
const OTHER_BASES = ['{debian: bookworm}', 'slim', 'distroless'];
const MISFIT: Code[] = ['plan/version-mismatch', 'plan/base-unfit'];

/** The proposal on the first base that has the version of its language, compiled in its folder. */
export async function onBase(
  proposal: Proposal,
  request: Pick<InitRequest, 'folder' | 'schema'>,
): Promise<Settled> {
  const first = await compiledAs(proposal, request);
  if (first.ok || !first.diagnostics.some(({ code }) => MISFIT.includes(code))) return first.value;
  for (const base of OTHER_BASES) {
    const baseReason = `${proposal.draft.base} has another version of ${proposal.draft.language}`;
    const draft = { ...proposal.draft, base, baseReason };
    const other = await compiledAs({ ...proposal, draft }, request);
    if (other.ok) return other.value;
  }
  return first.value;
}

async function compiledAs(
  proposal: Proposal,
  { folder, schema }: Pick<InitRequest, 'folder' | 'schema'>,
) {
  const text = specText(proposal.draft, schema);
  const place = join(folder, proposal.folder);
  const file = join(place, SPEC_FILE);
  const loaded = loadSpec(text, SPEC_FILE);
  // A proposal that is no spec is a bug of the writer.
  if (!loaded.ok) throw new Error(`${JSON.stringify(loaded.diagnostics)}\n${text}`);
  const read = { ...loaded.value, file, folder: resolve(place), text };
  const compiled = await compileSpec(read);
  const diagnostics = compiled.ok ? compiled.warnings : compiled.diagnostics;
  const sources = compiled.ok ? compiled.value.sources : compiled.sources;
  const findings = [...proposal.findings, ...(compiled.ok ? planFindings(compiled.value) : [])];
  const value: Settled = { ...proposal, findings, file, text, diagnostics, sources };
  return { ok: compiled.ok, value, diagnostics };
}
