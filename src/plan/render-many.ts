import { visible } from '../report/visible.ts';
import type { BuildPlan } from './types.ts';

/** Plans of several images for people: a line each, and how to see one whole. */
export function renderPlans(plans: readonly { label: string; plan: BuildPlan }[]): string {
  if (plans.length === 0) return '';
  const rows = plans.map(({ label, plan }) => [
    label,
    plan.name,
    plan.base.kind === 'image' ? plan.base.ref : baseWord(plan.base),
    `${plan.stages.reduce((sum, { steps }) => sum + steps.length, 0)} steps`,
  ]);
  const widths = [0, 1, 2].map((at) =>
    Math.max(...rows.map((row) => visible(row[at] ?? '').length)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, at) => visible(cell).padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

function baseWord(base: Exclude<BuildPlan['base'], { kind: 'image' }>): string {
  return base.kind === 'debian' ? `debian:${base.release}` : base.kind;
}
