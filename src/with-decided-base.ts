import { join } from 'node:path';
import type { ChooseReport } from './choose/types.ts';
import { type ChooseRequest, choose } from './choose.ts';
import { type Compiled, compileSpec } from './compile.ts';
import { error, HardenError } from './diagnostics/diagnostic.ts';
import { readBase } from './spec/edit.ts';
import { readSpec } from './spec/read.ts';

export interface Decided {
  compiled: Compiled;
  /** As `base:` of a spec takes it; absent where nothing was left to decide. */
  base?: string;
}

/**
 * `base: auto` that no lock has decided yet is decided by a tournament; anything else stays.
 * @throws HardenError plan/base-unfit when no base passes the policy.
 */
export async function withDecidedBase(
  request: Omit<ChooseRequest, 'only'>,
  told: (report: ChooseReport) => void = () => {},
): Promise<Decided> {
  const { compiled } = request;
  if (compiled.base !== 'auto') return { compiled };
  const report = await choose({ ...request, only: [] });
  told(report);
  const base = report.winner === undefined ? undefined : readBase(report.winner);
  if (!base || report.winner === undefined) {
    throw new HardenError(
      error('plan/base-unfit', 'base: auto found no base that passes the policy', {
        span: compiled.plan.base.origin,
        hint: 'read the reasons above, and change the app, the policy, or name a base',
      }),
    );
  }
  const read = await readSpec(join(compiled.folder, compiled.resolved.file), compiled.image);
  if (!read.ok) throw new HardenError(...read.diagnostics);
  const { plan, others } = compiled;
  const again = await compileSpec(
    { ...read.value, file: compiled.file },
    { base, ...(others.length === 0 && { platform: plan.platform }) },
  );
  if (!again.ok) throw new HardenError(...again.diagnostics);
  return { compiled: again.value, base: report.winner };
}
