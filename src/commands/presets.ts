import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { findPreset } from '../preset/find.ts';
import { presetSection } from '../preset/reference.ts';
import { listPresets } from '../preset/text.ts';
import type { Preset } from '../preset/types.ts';
import { checkPreset } from '../preset-check.ts';
import { newPreset } from '../preset-template.ts';
import { plainDiagnostics, showDiagnostics } from './show.ts';
import type { CommandRun, Options, Terminal } from './terminal.ts';

type Action = (name: string, options: Options, terminal: Terminal) => Promise<number>;

const ACTIONS: Record<string, Action> = { list, show, docs, check, new: create };

/** `harden presets list | show NAME | docs NAME | check DIR | new DIR` */
export const runPresets: CommandRun = ([action = '', name = ''], options, terminal) => {
  const run = ACTIONS[action];
  if (run && (name || action === 'list')) return run(name, options, terminal);
  const what = run ? `presets ${action} needs a name` : `presets cannot ${JSON.stringify(action)}`;
  throw new HardenError(
    error('cli/bad-option', what, {
      hint: 'run: harden presets list, or: harden presets show go',
    }),
  );
};

async function list(_name: string, options: Options, terminal: Terminal): Promise<number> {
  const presets = await Promise.all((await listPresets()).map((name) => find(name, terminal)));
  const listed = presets.map(({ name, data: { description } }) => ({ name, description }));
  const lines = listed.map(({ name, description }) => `${name.padEnd(10)} ${description}\n`);
  terminal.out(options['json'] ? `${JSON.stringify(listed, null, 2)}\n` : lines.join(''));
  return EXIT.passed;
}

async function show(name: string, options: Options, terminal: Terminal): Promise<number> {
  const { data, text } = await find(name, terminal);
  terminal.out(options['json'] ? `${JSON.stringify(data, null, 2)}\n` : text);
  return EXIT.passed;
}

/** The page of one preset, as Markdown. */
async function docs(name: string, _options: Options, terminal: Terminal): Promise<number> {
  terminal.out(`${presetSection(await find(name, terminal)).join('\n')}\n`);
  return EXIT.passed;
}

async function check(name: string, options: Options, terminal: Terminal): Promise<number> {
  const checked = await checkPreset(name, terminal.cwd, options['update'] === true);
  if (!checked.ok) return showDiagnostics(checked.diagnostics, new Map(), terminal);
  const { preset, package: from, examples } = checked.value;
  const plans = examples.map(({ name: example, plan }) => ({ name: example, plan }));
  const found = examples.flatMap(({ diagnostics }) => diagnostics);
  if (options['json']) {
    const document = { preset: preset.name, examples: plans, diagnostics: plainDiagnostics(found) };
    terminal.out(`${JSON.stringify({ schemaVersion: 1, ...document }, null, 2)}\n`);
  } else {
    const version = from ? ` ${from.version} of ${from.name}` : '';
    terminal.err(`${preset.name}${version}: schema and rules hold\n`);
    for (const one of plans) terminal.err(`example ${one.name}: plan ${one.plan}\n`);
  }
  const codes = examples.map(({ diagnostics, sources }) =>
    showDiagnostics(diagnostics, sources, terminal),
  );
  return codes.find((code) => code !== EXIT.passed) ?? EXIT.passed;
}

async function create(folder: string, _options: Options, terminal: Terminal): Promise<number> {
  const files = await newPreset(folder, terminal.cwd);
  terminal.out(files.map((file) => `${file}\n`).join(''));
  terminal.err(`Change them, then run: harden presets check ${folder}\n`);
  return EXIT.passed;
}

async function find(preset: string, { cwd }: Terminal): Promise<Preset> {
  const found = await findPreset(preset, cwd);
  if (found.ok) return found.value;
  throw new HardenError(...found.diagnostics);
}
