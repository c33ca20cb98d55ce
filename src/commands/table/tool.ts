import type { CommandEntry } from '../entry.ts';
import { JSON_OPTION } from './options.ts';

/** What harden itself needs and offers. */
export const TOOL_COMMANDS: CommandEntry[] = [
  {
    usage: 'presets <action> [name]',
    description: 'Language presets: list, show NAME, docs NAME, check DIR, new DIR',
    options: [JSON_OPTION, ['--update', 'With check: write the plans of the examples anew']],
    examples: ['harden presets list', 'harden presets show go', 'harden presets check ./acme'],
    words: ['list', 'show', 'docs', 'check', 'new'],
    load: async () => (await import('../presets.ts')).runPresets,
  },
  {
    usage: 'schema [kind]',
    description: 'Print the JSON Schema of hardening.yaml, or of what WORD --json prints',
    options: [],
    examples: ['harden schema > hardening.schema.json', 'harden schema report'],
    words: ['spec', 'preset', 'report', 'many', 'platforms', 'audit', 'compare', 'explain'],
    load: async () => (await import('../schema.ts')).runSchema,
  },
  {
    usage: 'doctor',
    description: 'Look at everything that a build needs, and say what mends what is wrong',
    options: [
      JSON_OPTION,
      ['--bundle <file>', 'Also write a file for a bug report, without secrets'],
    ],
    examples: ['harden doctor', 'harden doctor --bundle harden-doctor.json'],
    load: async () => (await import('../doctor.ts')).runDoctor,
  },
  {
    usage: 'engine <action>',
    description: 'Manage the native engine: install, start, stop, status, uninstall, image',
    options: [
      JSON_OPTION,
      [
        '--output <path>',
        'With image: a folder (OCI layout) or a .tar; default: harden-engine.tar',
      ],
      ['--if-needed', 'With install: do nothing where Docker, Podman or an address is at hand'],
    ],
    examples: ['harden engine install', 'harden engine status', 'harden engine image'],
    words: ['install', 'start', 'stop', 'status', 'uninstall', 'image'],
    load: async () => (await import('../engine.ts')).runEngine,
  },
];
