import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { findPreset, listPresets } from '../preset/find.ts';
import type { CommandRun } from './terminal.ts';

/** `harden presets list` and `harden presets show NAME` */
export const runPresets: CommandRun = async ([action, name], options, terminal) => {
  if (action === 'list') {
    const presets = await listPresets();
    terminal.out(
      options['json']
        ? `${JSON.stringify(presets, null, 2)}\n`
        : presets.map((preset) => `${preset.name.padEnd(10)} ${preset.description}\n`).join(''),
    );
    return EXIT.passed;
  }
  if (action === 'show' && name) {
    const found = await findPreset(name, terminal.cwd);
    if (!found.ok) throw new HardenError(...found.diagnostics);
    const { preset, text } = found.value;
    terminal.out(options['json'] ? `${JSON.stringify(preset, null, 2)}\n` : text);
    return EXIT.passed;
  }
  throw new HardenError(
    error('cli/bad-option', `presets cannot ${JSON.stringify(action ?? '')}`, {
      hint: 'run: harden presets list, or: harden presets show go',
    }),
  );
};
