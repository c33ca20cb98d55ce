import type { Compiled } from '../compile.ts';
import { exitCodeOf } from '../diagnostics/codes.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { CompiledTarget } from '../many/compile-targets.ts';
import { worstOf } from '../many/worst.ts';
import { outputOf } from '../output.ts';
import { destinationsOf } from '../publish/destinations.ts';
import type { ImageRun, ManyReport } from '../report/many/types.ts';
import type { Signer } from '../statements/attestation.ts';
import { allowedAge, publishWith, refsOf } from './publish.ts';
import type { Options, Terminal } from './terminal.ts';

const HOUR = 3_600_000;

type Publishing = (
  report: ManyReport,
  signing: { signer?: Signer },
  terminal: Terminal,
) => Promise<ManyReport>;

/**
 * With `--publish`, every image that passed, to where its spec says, one after the other; with
 * `--fail-fast` none where any failed. What is missing in a spec is told before anything is built.
 * @throws HardenError cli/bad-option, or what is wrong with a reference.
 */
export function publishAll(targets: readonly CompiledTarget[], options: Options): Publishing {
  if (refsOf(options['publish']).some((one) => one !== 'true')) {
    throw new HardenError(
      error('cli/bad-option', `--publish names one place for ${targets.length} images`, {
        hint: 'write publish: {to: […]} into each spec, and --publish alone',
      }),
    );
  }
  for (const { result } of targets) if (result.ok) destinationsOf(result.value.publishTo);
  return async (report, signing, terminal) => {
    // The first image may have waited long for the last.
    const waited = report.milliseconds / HOUR;
    if (options['failFast'] && report.exitCode !== 0) return report;
    const images: ImageRun[] = [];
    for (const [at, run] of report.images.entries()) {
      const result = targets[at]?.result;
      const passed = run.status === 'passed' && result?.ok;
      const maxAge = waited + allowedAge(run.report ?? {}, terminal.now());
      images.push(
        passed ? await published(run, result.value, { ...signing, maxAge }, terminal) : run,
      );
    }
    return { ...report, images, exitCode: worstOf(images.map(({ exitCode }) => exitCode)) };
  };
}

async function published(
  run: ImageRun,
  { folder, image, publishTo }: Compiled,
  how: { signer?: Signer; maxAge: number },
  terminal: Terminal,
): Promise<ImageRun> {
  try {
    const asked = { path: outputOf(folder, image), to: publishTo, ...how };
    const { tags } = await publishWith(asked, terminal);
    return { ...run, published: tags };
  } catch (thrown) {
    if (!(thrown instanceof HardenError)) throw thrown;
    const { diagnostics } = thrown;
    return { ...run, status: 'failed', exitCode: exitCodeOf(diagnostics), diagnostics };
  }
}
