import { EXIT } from '../diagnostics/exit-codes.ts';
import { renderPlan } from '../plan/render.ts';
import type { CommandRun } from './terminal.ts';
import { withSpec } from './with-spec.ts';

/** `harden plan [path]`: the build plan, for people or as JSON. */
export const runPlan: CommandRun = ([path = '.'], options, terminal) =>
  withSpec(path, terminal, async ({ plan }) => {
    terminal.out(options['json'] ? `${JSON.stringify(plan, null, 2)}\n` : renderPlan(plan));
    return EXIT.passed;
  });
