import type { CommandEntry } from '../entry.ts';
import {
  ENGINE_OPTION,
  IMAGE_OPTION,
  JSON_OPTION,
  PART_OPTIONS,
  PLATFORM_OPTION,
} from './options.ts';

/** What works on a spec and its lock. */
export const PROJECT_COMMANDS: CommandEntry[] = [
  {
    usage: 'init [path]',
    description: 'Propose a hardening.yaml from the files of a project, and write it',
    options: [
      ['--yes', 'Ask nothing: take what is most likely, and say what was a guess'],
      ['--dry-run', 'Print the spec and write nothing'],
      ['--force', 'Write over a hardening.yaml that is there'],
      ['--from-dockerfile [file]', 'Translate a Dockerfile, and list what has no translation'],
      JSON_OPTION,
    ],
    examples: ['harden init', 'harden init services/api --dry-run'],
    load: async () => (await import('../init.ts')).runInit,
  },
  {
    usage: 'validate [...paths]',
    description: 'Check a hardening.yaml, or all of a workspace, and show every error',
    options: [JSON_OPTION, IMAGE_OPTION],
    examples: ['harden validate', 'harden validate services/*'],
    load: async () => (await import('../validate.ts')).runValidate,
  },
  {
    usage: 'plan [...paths]',
    description: 'Show what a build would do, without doing it',
    options: [
      JSON_OPTION,
      IMAGE_OPTION,
      PLATFORM_OPTION,
      ['--matrix [ci]', 'Print the jobs of a CI, one for each image: github or gitlab'],
      ...PART_OPTIONS,
    ],
    examples: ['harden plan', 'harden plan --image api', 'harden plan --matrix --changed'],
    load: async () => (await import('../plan.ts')).runPlan,
  },
  {
    usage: 'lock [path]',
    description: 'Write hardening.lock: what every name of a build stands for now',
    options: [ENGINE_OPTION, ['--check', 'Only say whether the lock fits the spec']],
    examples: ['harden lock', 'harden lock --check'],
    load: async () => (await import('../lock.ts')).runLock,
  },
  {
    usage: 'update [path]',
    description: 'Look every name up again, show what that changes, and write hardening.lock',
    options: [
      JSON_OPTION,
      ENGINE_OPTION,
      ['--dry-run', 'Only show it'],
      ['--measure', 'Make the image of the new lock too, and say what is different from now'],
      ['--report <markdown=path>', 'Also write it as the text of a pull request'],
    ],
    examples: ['harden update', 'harden update --measure --report markdown=update.md'],
    load: async () => (await import('../update.ts')).runUpdate,
  },
];
