import { join } from 'node:path';
import type { Compiled } from '../compile.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { type Layout, readLayout } from '../oci/layout.ts';
import { outputOf } from '../output.ts';
import { planDigest } from '../plan/digest.ts';
import { readRecord } from '../records.ts';
import type { RunReport } from '../report/types.ts';
import { storedReport } from '../stored-report.ts';

/** What the last build of a project made, and from what. */
export interface LastBuild {
  report: RunReport;
  layout: Layout;
  /** Versions, by `package NAME of the toolchain` or `of the base`. */
  used: Record<string, string>;
}

/**
 * The last build, if it is one of the plan as it is now: what is ejected has to be what was built.
 * @throws HardenError cli/not-found without a build, eject/other-plan.
 */
export async function lastBuild({ plan, folder, file, image }: Compiled): Promise<LastBuild> {
  const output = outputOf(folder, image);
  const { report } = await storedReport(output, folder);
  if (report.plan?.digest !== planDigest(plan)) throw otherPlan(file);
  const layout = await readLayout(join(output, 'image'));
  if (layout.manifestDigest !== report.image.digest) throw otherPlan(file);
  const inputs = await readRecord<{ used: Record<string, string> }>(join(output, 'inputs.json'));
  return { report, layout, used: inputs?.used ?? {} };
}

function otherPlan(file: string): HardenError {
  const message = `the last build was of another plan than ${file} makes now, or of another platform`;
  return new HardenError(
    error('eject/other-plan', message, { hint: 'run harden build, and eject what came of it' }),
  );
}
