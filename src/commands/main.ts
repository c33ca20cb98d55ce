import { cac } from 'cac';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT, signalExit } from '../diagnostics/exit-codes.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { writeError } from '../diagnostics/write-error.ts';
import type { CommandEntry } from './entry.ts';
import { showDiagnostics } from './show.ts';
import { COMMANDS } from './table.ts';
import { TALK_OPTIONS, talkingTo } from './talk.ts';
import { Interrupted, type Options, type Terminal } from './terminal.ts';

/** Parses the arguments, runs one command and gives the exit code. */
export async function main(
  argv: readonly string[],
  version: string,
  terminal: Terminal,
): Promise<number> {
  return shown(() => run(argv, version, terminal), terminal);
}

/** What is thrown is shown, and gives the exit code. */
async function shown(work: () => Promise<number>, terminal: Terminal): Promise<number> {
  try {
    return await work();
  } catch (thrown) {
    if (terminal.signal.aborted) return interrupted(thrown, terminal);
    return showDiagnostics(diagnosticsOf(thrown), new Map(), terminal);
  }
}

async function run(argv: readonly string[], version: string, terminal: Terminal): Promise<number> {
  let exitCode: number | undefined;
  const cli = cac('harden');
  for (const entry of COMMANDS) {
    addCommand(cli, entry, async (args, options) => {
      const command = await entry.load();
      const all = { ...options, ...rawText(argv, entry) };
      const talk = talkingTo(terminal, all);
      try {
        exitCode = await shown(() => command(args, all, talk.terminal), talk.terminal);
      } finally {
        talk.close();
      }
    });
  }
  cli.help();
  cli.version(version);
  cli.parse(['node', 'harden', ...argv.map(joined)], { run: false });
  if (cli.options['help'] || cli.options['version']) return EXIT.passed;
  if (!cli.matchedCommand) return noCommand(cli.args[0], () => cli.outputHelp(), terminal);
  await cli.runMatchedCommand();
  return exitCode ?? EXIT.passed;
}

function addCommand(
  cli: ReturnType<typeof cac>,
  entry: CommandEntry,
  action: (args: string[], options: Options) => Promise<void>,
): void {
  const command = cli.command(entry.usage, entry.description);
  for (const [flag, description] of [...entry.options, ...TALK_OPTIONS]) {
    command.option(flag, description);
  }
  for (const example of entry.examples) command.example(example);
  command.action((...given: unknown[]) => {
    const options = given.at(-1) as Options;
    const args = given
      .slice(0, -1)
      .flat()
      .filter((arg) => arg !== undefined);
    return action(args.map(String), options);
  });
}

/** Flags of two words that take no value. */
const JOINED = new Set(
  [...COMMANDS.flatMap(({ options }) => options), ...TALK_OPTIONS]
    .map(([flag]) => flag)
    .filter((flag) => /^--(?!no-)\w+(?:-\w+)+$/.test(flag)),
);

/** cac knows `--dryRun` as a flag, and takes what follows `--dry-run` for its value. */
function joined(arg: string): string {
  return JOINED.has(arg) ? `--${camelCase(arg.slice(2))}` : arg;
}

/** Options with a value, as typed: cac would turn 1.10 into the number 1.1. One given twice is a list. */
function rawText(argv: readonly string[], entry: CommandEntry): Options {
  const withValue = [...entry.options, ...TALK_OPTIONS]
    .filter(([flag]) => flag.includes('<'))
    .map(([flag]) => flag.split(' ')[0]);
  const found: Record<string, string | string[]> = {};
  argv.forEach((arg, index) => {
    const [, flag, given] = /^(--[^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    const value = given ?? argv[index + 1];
    if (!flag || !withValue.includes(flag) || value === undefined) return;
    const name = camelCase(flag.slice(2));
    const before = found[name];
    found[name] = before === undefined ? value : [before, value].flat();
  });
  return found;
}

function noCommand(name: string | undefined, help: () => void, terminal: Terminal): number {
  if (name === undefined) {
    help();
    return EXIT.passed;
  }
  const names = COMMANDS.map((entry) => entry.usage.split(' ')[0] ?? '');
  const guess = suggest(name, names);
  const hint = guess ? `run: harden ${guess}` : `use one of: ${names.join(', ')}`;
  const unknown = error('cli/unknown-command', `harden has no command ${JSON.stringify(name)}`, {
    hint,
  });
  return showDiagnostics([unknown], new Map(), terminal);
}

/** The option that was most likely meant, of those that any command has. */
function optionHint(message: string): string {
  const [, typed = ''] = /unknown option `([^`]+)`/i.exec(message) ?? [];
  const flags = COMMANDS.flatMap(({ options }) =>
    options.map(([flag]) => flag.split(' ')[0] ?? ''),
  );
  const guess = suggest(typed, [...new Set(flags)]);
  return guess ? `write ${guess}, or run: harden --help` : 'run: harden --help';
}

function diagnosticsOf(failure: unknown) {
  const thrown = writeError(failure);
  if (thrown instanceof HardenError) return thrown.diagnostics;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown instanceof Error && thrown.name === 'CACError') {
    return [error('cli/bad-option', message, { hint: optionHint(message) })];
  }
  const detail = thrown instanceof Error ? thrown.stack : undefined;
  return [
    error('internal/bug', `harden failed in a way it should not: ${message}`, {
      hint: 'please report this, with the text below and the spec',
      ...(detail && { detail }),
    }),
  ];
}

function interrupted(thrown: unknown, { signal, err }: Terminal): number {
  const left = thrown instanceof Interrupted ? thrown.message : 'nothing was written.';
  err(`Interrupted; ${left}\n`);
  return signalExit(signal.reason);
}

/** `sign-key` as `signKey`, the name that options are read by. */
function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
