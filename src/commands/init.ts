import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { exitCodeOf } from '../diagnostics/codes.ts';
import { type Diagnostic, error, HardenError } from '../diagnostics/diagnostic.ts';
import { visible } from '../diagnostics/visible.ts';
import { asker } from '../init/ask.ts';
import { renderTranslation } from '../init/dockerfile/translate.ts';
import { renderFindings } from '../init/render.ts';
import { type InitResult, init } from '../init.ts';
import type { Settled } from '../init-project.ts';
import { SCHEMA_FILE, writeSpecs } from '../write-spec.ts';
import { plainDiagnostics, showDiagnostics } from './show.ts';
import type { CommandRun, Options, Terminal } from './terminal.ts';

/** `harden init [path]`: what the files of a project say, as a spec. */
export const runInit: CommandRun = async ([path = '.'], options, terminal) => {
  await isFolder(path);
  const { ask } = terminal;
  const quiet = options['yes'] || options['json'] || options['dryRun'];
  const result = await init({
    folder: path,
    schema: SCHEMA_FILE,
    ...dockerfileOption(options['fromDockerfile']),
    ...(ask && !quiet && { ask: asker(ask, terminal.err) }),
  });
  const write = !options['dryRun'];
  const refused = write ? await writeSpecs(result.projects, options['force'] === true) : [];
  const kept = new Set(refused.map(({ file }) => file));
  const problems = refused.map(({ diagnostic }) => diagnostic);
  const written = write ? result.projects.filter(({ file }) => !kept.has(file)) : [];
  if (options['json']) showJson(result, written, problems, terminal);
  else showText(result, written, options, terminal);
  const failed = written.length === 0 ? problems : [];
  if (options['json']) return exitCodeOf(failed);
  const warnings = problems.map((one): Diagnostic => ({ ...one, severity: 'warning' }));
  return showDiagnostics(failed.length > 0 ? failed : warnings, new Map(), terminal);
};

function showText(
  { projects, others, refused, truncated }: InitResult,
  written: readonly Settled[],
  options: Options,
  terminal: Terminal,
): void {
  const { err, out } = terminal;
  if (truncated) err('There are more files than are looked at; the deepest ones were left out.\n');
  for (const project of projects) {
    err(`\n${project.file}\n\n${renderFindings(project.findings, terminal.width)}`);
    for (const todo of project.todo) err(`\n  to do: ${todo}\n`);
    if (project.translation) {
      const { file, lines } = project.translation;
      err(`\n${renderTranslation(file, lines)}`);
    }
    if (project.diagnostics.length > 0) {
      err('\nIt does not build as it is:\n');
      showDiagnostics(project.diagnostics, project.sources, terminal);
    }
  }
  if (others.length > 0) {
    const shown = others.slice(0, SHOWN).map(({ folder, languages }) => {
      return `  ${visible(folder)} (${languages.join(', ')})\n`;
    });
    const more = others.length - shown.length;
    err(`\nThere are also, for a run of their own:\n${shown.join('')}`);
    if (more > 0) err(`  and ${more} more\n`);
  }
  if (refused.length > 0) {
    const warnings = refused.map((one): Diagnostic => ({ ...one, severity: 'warning' }));
    showDiagnostics(warnings, new Map(), terminal);
  }
  err('\n');
  if (options['dryRun']) {
    const many = projects.length > 1;
    for (const { file, text } of projects) out(many ? `# ${file}\n${text}---\n` : text);
  }
  for (const { file } of written) out(`${file}\n`);
  const [first] = written;
  if (first)
    err(
      `Written. Read it, then run: harden build ${relativeTo(first.file)}`.trimEnd().concat('\n'),
    );
}

function showJson(
  { projects, others, refused }: InitResult,
  written: readonly Settled[],
  problems: readonly Diagnostic[],
  terminal: Terminal,
): void {
  const document = {
    schemaVersion: 1,
    projects: projects.map(({ folder, file, text, findings, choices, todo, ...rest }) => ({
      ...{ folder, file, written: written.some((one) => one.file === file), spec: text },
      ...{ findings, choices, todo, ...(rest.translation && { translation: rest.translation }) },
      diagnostics: plainDiagnostics(rest.diagnostics),
    })),
    others,
    diagnostics: plainDiagnostics([...refused, ...problems]),
  };
  terminal.out(`${JSON.stringify(document, null, 2)}\n`);
}

async function isFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return;
  const what = found ? `${path} is a file` : `there is no folder ${path}`;
  const hint = 'name the folder of your project: harden init path/to/folder';
  throw new HardenError(error('init/nothing-found', what, { hint }));
}

/** Of projects inside of others no more are named. */
const SHOWN = 8;

/** What `harden build` is given: nothing for a spec in the folder it runs in. */
function relativeTo(file: string): string {
  const folder = dirname(file);
  return folder === '.' ? '' : /^[\w./-]+$/.test(folder) ? folder : JSON.stringify(folder);
}

function dockerfileOption(given: unknown): { dockerfile?: string | true } {
  if (given === undefined) return {};
  return { dockerfile: given === true ? true : String(given) };
}
