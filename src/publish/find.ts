import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { type Layout, readLayout } from '../oci/layout.ts';
import type { RunReport } from '../report/types.ts';
import { storedReport } from '../stored-report.ts';
import { refusals } from './passed.ts';

export interface Wanted {
  /** The folder of a project, its output folder, or an OCI layout with its report beside it. */
  path: string;
  cwd: string;
  now: Date;
  /** How old the report may be, in hours. */
  maxAge: number;
}

export interface Passed {
  report: RunReport;
  /** The path of the report. */
  file: string;
  layout: Layout;
}

/** The report and the layout of an image that may be published. */
export async function findPassed({ path, cwd, now, maxAge }: Wanted): Promise<Passed> {
  const absolute = resolve(cwd, path);
  const isLayout = await stat(join(absolute, 'index.json')).catch(() => undefined);
  const from = isLayout ? join(dirname(absolute), 'report.json') : absolute;
  const { report, file } = await storedReport(from, cwd).catch((thrown: unknown) => {
    throw isMissing(thrown) ? noReport(path) : thrown;
  });
  const layout = await wholeLayout(isLayout ? absolute : await layoutOf(report, file));
  checkPlatform(layout, path);
  const digest = layout.manifestDigest;
  const problems = refusals(report, { digest, now, maxAge, path });
  if (problems.length > 0) throw new HardenError(...problems);
  return { report, file, layout };
}

/** What no runtime can choose by its platform is not published. */
function checkPlatform({ config: { os, architecture } }: Layout, path: string): void {
  if ([os, architecture].every((one) => one && one !== 'unknown')) return;
  throw new HardenError(
    error('publish/changed', `${path} holds an image for the platform "${os}/${architecture}"`, {
      hint: 'build it again: an image names the system and the processor it is for',
    }),
  );
}

/** A damaged layout is not the one that was judged. */
function wholeLayout(dir: string): Promise<Layout> {
  return readLayout(dir).catch((thrown: unknown) => {
    if (!(thrown instanceof HardenError)) throw thrown;
    const hint = 'build again, and publish what came of it';
    throw new HardenError(
      ...thrown.diagnostics.map(({ message }) => error('publish/changed', message, { hint })),
    );
  });
}

/** Beside the report, where the output folder was moved; else where it was built. */
async function layoutOf({ image }: RunReport, file: string): Promise<string> {
  const beside = join(dirname(file), basename(image.layout));
  const found = await stat(join(beside, 'index.json')).catch(() => undefined);
  return found ? beside : image.layout;
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof HardenError && thrown.diagnostics[0]?.code === 'cli/not-found';
}

function noReport(path: string): HardenError {
  return new HardenError(
    error('publish/no-report', `${path} has no report of a build, so nothing says that it passed`, {
      hint: 'run harden build, and name its project, or the layout in its .harden folder',
    }),
  );
}
