import { build } from '../build.ts';
import { buildAll } from '../build-all.ts';
import type { Compiled } from '../compile.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { contractText } from '../report/contract/contract.ts';
import { smokeText } from '../report/smoke-text.ts';
import type { RunReport } from '../report/types.ts';
import { visible, visibleJson } from '../report/visible.ts';
import type { BuildRequest } from '../run.ts';
import { type SmokeReport, smokeImage } from '../smoke-image.ts';
import { decided } from './decide.ts';
import { withProgress } from './progress.ts';
import { type CommandRun, type Options, surroundings, type Terminal } from './terminal.ts';
import { withPlatform } from './with-platform.ts';

/** `harden smoke [path]`: exit 0 when the image does what the spec asks, 8 when not. */
export const runSmoke: CommandRun = ([path = '.'], options, terminal) =>
  withPlatform(path, options, terminal, async (compiled, show) => {
    if (options['suggest']) {
      terminal.out(contractText(compiled.plan, compiled.plan.name));
      return EXIT.passed;
    }
    const report = await smoked(compiled, options, terminal);
    if (options['json']) terminal.out(`${visibleJson(JSON.stringify(report, null, 2))}\n`);
    else terminal.out(report.smoke.map((one) => `${visible(smokeText(one))}\n`).join(''));
    return show(report.diagnostics.filter(({ severity }) => severity === 'error'));
  });

/** What the last build made, or where that is of another spec, what a build makes now. */
async function smoked(
  compiled: Compiled,
  options: Options,
  terminal: Terminal,
): Promise<SmokeReport> {
  const { compiled: whole } = await decided(compiled, options, terminal);
  return withProgress(terminal, async (progress) => {
    const request = { ...surroundings(options, terminal), compiled: whole, progress };
    const known = await smokeImage(request);
    if (known) return known;
    const { image, smoke, diagnostics } = await firstOf(request);
    const { name, digest } = image;
    return { schemaVersion: 1, image: { name, digest }, smoke, diagnostics };
  });
}

/** The image of the platform that the spec names first. */
async function firstOf(request: BuildRequest): Promise<RunReport> {
  const { runs: [first] = [] } =
    request.compiled.others.length > 0 ? await buildAll(request) : { runs: [await build(request)] };
  return first as RunReport;
}
