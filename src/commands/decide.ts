import { renderChoice } from '../choose/render.ts';
import type { Compiled } from '../compile.ts';
import { type Decided, withDecidedBase } from '../with-decided-base.ts';
import { withProgress } from './progress.ts';
import { type Options, surroundings, type Terminal } from './terminal.ts';

/** Decides `base: auto`, and shows how that went. */
export async function decided(
  compiled: Compiled,
  options: Options,
  terminal: Terminal,
): Promise<Decided> {
  if (compiled.base !== 'auto') return { compiled };
  let shown = '';
  try {
    return await withProgress(terminal, (progress) =>
      withDecidedBase({ ...surroundings(options, terminal), compiled, progress }, (report) => {
        shown = renderChoice(report, terminal.width);
      }),
    );
  } finally {
    if (shown) terminal.err(shown);
  }
}
