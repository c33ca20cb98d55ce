import { EXIT } from '../diagnostics/exit-codes.ts';
import { compileTargets, type PlannedTarget, plannedOf } from '../many/compile-targets.ts';
import { renderPlan } from '../plan/render.ts';
import { renderPlans } from '../plan/render-many.ts';
import { selected } from './selected.ts';
import { showCompiled } from './show-compiled.ts';
import type { CommandRun } from './terminal.ts';

/** `harden plan [paths]`: the build plan, for people or as JSON; of several images a list. */
export const runPlan: CommandRun = async (paths, options, terminal) => {
  const targets = await compileTargets(await selected(paths, options));
  const code = showCompiled(targets, terminal);
  if (code !== EXIT.passed) return code;
  const planned = plannedOf(targets);
  const [only] = planned;
  if (only && planned.length === 1) {
    const { plan } = only.compiled;
    terminal.out(options['json'] ? json(plan) : renderPlan(plan));
  } else if (options['json']) terminal.out(json(documentOf(planned)));
  else terminal.out(renderPlans(planned.map(({ label, compiled: { plan } }) => ({ label, plan }))));
  return EXIT.passed;
};

function documentOf(planned: readonly PlannedTarget[]) {
  return {
    schemaVersion: 1,
    images: planned.map(({ label, path, image, compiled: { plan } }) => ({
      label,
      path,
      ...(image !== undefined && { image }),
      plan,
    })),
  };
}

function json(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
