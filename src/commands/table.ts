import type { CommandEntry } from './entry.ts';
import { BUILD_COMMANDS } from './table/build.ts';
import { IMAGE_COMMANDS } from './table/image.ts';
import { PROJECT_COMMANDS } from './table/project.ts';
import { TOOL_COMMANDS } from './table/tool.ts';

/** Every command, in the order of `--help`. */
export const COMMANDS: CommandEntry[] = [
  ...PROJECT_COMMANDS,
  ...BUILD_COMMANDS,
  ...IMAGE_COMMANDS,
  ...TOOL_COMMANDS,
  {
    usage: 'completion <shell>',
    description: 'Print what completes commands and options: bash, zsh, fish or powershell',
    options: [],
    examples: ['source <(harden completion bash)', 'harden completion fish | source'],
    words: ['bash', 'zsh', 'fish', 'powershell'],
    load: async () => (await import('./completion.ts')).completionOf(COMMANDS),
  },
];
