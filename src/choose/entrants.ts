import { type Compiled, compile } from '../compile.ts';
import type { BuildPlan } from '../plan/types.ts';
import { startTest } from '../preset/smoke.ts';
import { baseText, type Candidate, type Contender } from './types.ts';

/** A base that may be tried, with its plan, or the reason why nobody has to try it. */
export type Entrant = { plan: BuildPlan; name: string; base: string } | { refused: Candidate };

/**
 * Compiles the spec for one base. What its plan refuses, what would need another build, and what
 * nobody supports any more is refused before anything is built.
 */
export async function enter(
  { name, written, endOfLife }: Contender,
  compiled: Compiled,
  today: string,
): Promise<Entrant> {
  const { image, plan: asWritten } = compiled;
  const options = { image, base: written, platform: asWritten.platform };
  const result = await compile(compiled.file, options);
  const base = typeof written === 'string' ? written : inline(written);
  if (!result.ok) {
    const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
    return refuse(base, errors.map(({ message }) => message).join('; '));
  }
  const { plan } = result.value;
  const shown = {
    base: baseText(plan.base, written),
    ...(plan.base.kind === 'image' && { ref: plan.base.ref }),
  };
  const other = differenceOf(plan, compiled.plan);
  if (other)
    return refuse(
      shown.base,
      `the artifacts would have to be built again: ${other} differs`,
      shown.ref,
    );
  if (endOfLife !== undefined && endOfLife < today) {
    return refuse(shown.base, `its support ended on ${endOfLife}`, shown.ref);
  }
  const { smoke, config } = plan;
  const tests = smoke.length > 0 ? smoke : [startTest(config.ExposedPorts, plan.base.origin)];
  return { plan: { ...plan, smoke: tests }, name, base: shown.base };
}

/** What of two plans makes other artifacts. */
function differenceOf(one: BuildPlan, other: BuildPlan): string | undefined {
  const parts = ['toolchain', 'stages', 'artifacts', 'platform'] as const;
  return parts.find((part) => JSON.stringify(one[part]) !== JSON.stringify(other[part]));
}

function refuse(base: string, reason: string, ref?: string): Entrant {
  return { refused: { base, ...(ref && { ref }), status: 'refused', reason } };
}

function inline(written: object): string {
  const [[key, value] = ['', '']] = Object.entries(written);
  return `{${key}: ${/^[\d.]+$/.test(String(value)) ? `"${value}"` : value}}`;
}
