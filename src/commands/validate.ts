import { exitCodeOf } from '../diagnostics/codes.ts';
import { compileTargets } from '../many/compile-targets.ts';
import { worstOf } from '../many/worst.ts';
import { selected } from './selected.ts';
import { plainDiagnostics } from './show.ts';
import { showCompiled } from './show-compiled.ts';
import type { CommandRun } from './terminal.ts';

/** `harden validate [paths]`: every error of the specs, their presets and their plans. */
export const runValidate: CommandRun = async (paths, options, terminal) => {
  const targets = await compileTargets(await selected(paths, options));
  if (options['json']) {
    const all = targets.map(({ result }) => (result.ok ? result.warnings : result.diagnostics));
    const document = { schemaVersion: 1, diagnostics: plainDiagnostics(all.flat()) };
    terminal.out(`${JSON.stringify(document, null, 2)}\n`);
    return worstOf(all.map(exitCodeOf));
  }
  for (const path of new Set(targets.map((one) => one.path))) {
    const images = targets.filter((one) => one.path === path);
    if (images.every(({ result }) => result.ok)) terminal.err(`${path} is valid${named(images)}\n`);
  }
  return showCompiled(targets, terminal);
};

function named(images: readonly { image?: string }[]): string {
  const names = images.flatMap(({ image }) => image ?? []);
  return names.length > 0 ? `: ${names.join(', ')}` : '';
}
