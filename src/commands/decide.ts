import { renderChoice } from '../choose/render.ts';
import { choose } from '../choose.ts';
import { type Compiled, compile } from '../compile.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { readBase } from '../spec/edit.ts';
import { withProgress } from './progress.ts';
import { type Options, surroundings, type Terminal } from './terminal.ts';

/** `base: auto` that no lock has decided yet is decided by a tournament; anything else stays. */
export async function decided(
  path: string,
  compiled: Compiled,
  options: Options,
  terminal: Terminal,
): Promise<{ compiled: Compiled; base?: string }> {
  if (compiled.base !== 'auto') return { compiled };
  const report = await withProgress(terminal, (progress) =>
    choose({ ...surroundings(options, terminal), compiled, only: [], progress }),
  );
  terminal.err(renderChoice(report, terminal.width));
  const base = report.winner === undefined ? undefined : readBase(report.winner);
  if (!base || report.winner === undefined) {
    throw new HardenError(
      error('plan/base-unfit', 'base: auto found no base that passes the policy', {
        span: compiled.plan.base.origin,
        hint: 'read the reasons above, and change the app, the policy, or name a base',
      }),
    );
  }
  const again = await compile(path, { base });
  if (!again.ok) throw new HardenError(...again.diagnostics);
  return { compiled: again.value, base: report.winner };
}
