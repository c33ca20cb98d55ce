import { COMPLETIONS, type CompletedCommand } from '../completion/shells.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import type { CommandEntry } from './entry.ts';
import { TALK_OPTIONS } from './talk.ts';
import type { CommandRun } from './terminal.ts';

/** `harden completion bash|zsh|fish|powershell`: a script for the shell's own start file. */
export function completionOf(commands: readonly CommandEntry[]): CommandRun {
  return async ([shell = ''], _options, terminal) => {
    const script = COMPLETIONS[shell];
    if (!script) {
      throw new HardenError(
        error('cli/bad-option', `there is no completion for ${JSON.stringify(shell)}`, {
          hint: `use one of: ${Object.keys(COMPLETIONS).join(', ')}`,
        }),
      );
    }
    terminal.out(script(commands.map(completed)));
    return EXIT.passed;
  };
}

function completed({ usage, description, options, words = [] }: CommandEntry): CompletedCommand {
  return {
    name: usage.split(' ')[0] ?? '',
    description,
    words,
    options: [...options, ...TALK_OPTIONS, ['--help', 'Say how it is used'] as const].map(
      ([flag, text]) => ({
        flag: flag.split(' ')[0] ?? '',
        description: text,
      }),
    ),
  };
}
