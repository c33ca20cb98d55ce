import { resolve } from 'node:path';
import { build as buildImage } from '../build.ts';
import type { Compiled } from '../compile.ts';
import { HardenError } from '../diagnostics/diagnostic.ts';
import { relabel } from '../diagnostics/relabel.ts';
import { exportImage } from '../oci/export.ts';
import type { RunReport } from '../report/types.ts';
import { readSigner } from '../signing/key.ts';
import { withDecidedBase } from '../with-decided-base.ts';
import { type CallOptions, surroundings, unlessAborted } from './options.ts';
import { compiledOf, type Planned, type PlanOptions, plan } from './plan.ts';

export interface BuildOptions extends CallOptions, PlanOptions {
  /** Run every step again, with empty cache volumes. */
  noCache?: boolean;
  /** Use what hardening.lock has and nothing else. */
  frozen?: boolean;
  /** An earlier report, whose findings do not count again. */
  baseline?: RunReport;
  /** The file of a private key that signs statements; `HARDEN_SIGN_KEY` of `env` when absent. */
  signKey?: string;
  /** Where the image is written once more: a `.tar` for `docker load`, or a layout folder. */
  output?: string;
}

/**
 * Builds, inspects, scans and judges, and writes the image and its reports to `.harden/` of the project
 * folder. A broken policy is `verdict.pass: false` in the report and throws nothing.
 * @throws HardenError when something could not be done.
 */
export async function build(
  project: Planned | string = '.',
  options: BuildOptions = {},
): Promise<RunReport> {
  const around = surroundings(options);
  return unlessAborted(around.signal, async () => {
    const planned = typeof project === 'string' ? await plan(project, options) : project;
    const compiled = compiledOf(planned);
    const { baseline, signKey = around.env['HARDEN_SIGN_KEY'] } = options;
    const signer = signKey ? await readSigner(signKey, around) : undefined;
    const report = await atItsLines(compiled, async () =>
      buildImage({
        ...around,
        compiled: (await withDecidedBase({ ...around, compiled })).compiled,
        noCache: options.noCache === true,
        frozen: options.frozen === true,
        ...(baseline && {
          baseline: { findings: baseline.findings, layers: baseline.image.layers },
        }),
        ...(signer && { signer }),
      }),
    );
    if (options.output !== undefined) {
      await exportImage(report.image.layout, resolve(around.cwd, options.output));
    }
    return report;
  });
}

/** Places in what is thrown name the spec's file as the caller did. */
async function atItsLines<T>(
  { file, resolved, sources }: Compiled,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof HardenError)) throw thrown;
    throw new HardenError(...relabel(thrown.diagnostics, resolved.file, file)).about(sources);
  }
}
