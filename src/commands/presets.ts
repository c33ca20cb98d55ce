import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { findPreset, listPresets } from '../preset/find.ts';
import type { CommandRun } from './terminal.ts';

/** `harden presets list` and `harden presets show NAME` */
export const runPresets: CommandRun = async ([action, name], options, terminal) => {
  const find = async (preset: string) => {
    const found = await findPreset(preset, terminal.cwd);
    if (found.ok) return found.value;
    throw new HardenError(...found.diagnostics);
  };
  if (action === 'list') {
    const presets = (await Promise.all((await listPresets()).map(find))).map(({ data }) => data);
    const listed = presets.map(({ name, description }) => ({ name, description }));
    const lines = listed.map(({ name, description }) => `${name.padEnd(10)} ${description}\n`);
    terminal.out(options['json'] ? `${JSON.stringify(listed, null, 2)}\n` : lines.join(''));
    return EXIT.passed;
  }
  if (action === 'show' && name) {
    const { data, text } = await find(name);
    terminal.out(options['json'] ? `${JSON.stringify(data, null, 2)}\n` : text);
    return EXIT.passed;
  }
  throw new HardenError(
    error('cli/bad-option', `presets cannot ${JSON.stringify(action ?? '')}`, {
      hint: 'run: harden presets list, or: harden presets show go',
    }),
  );
};
