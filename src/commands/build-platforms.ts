import { buildAll } from '../build-all.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { worstOf } from '../many/worst.ts';
import { writeIndexLayout } from '../platforms/index-layout.ts';
import { fileOf } from '../platforms/places.ts';
import { renderPlatforms } from '../report/platforms.ts';
import type { RunReport } from '../report/types.ts';
import type { BuildRequest } from '../run.ts';
import { withProgress } from './progress.ts';
import { type Shown, showReport } from './show-report.ts';
import type { Options, Terminal } from './terminal.ts';

export type Request = Omit<BuildRequest, 'progress'>;

/** What came of a build, as far as the rest of the command asks. */
export interface Made {
  exitCode: number;
  image: { name: string; digest: string };
  /** Of one for one platform. */
  report?: RunReport;
}

/** Builds for all platforms of a spec, shows the report of each, and exits as the worst of them. */
export async function buildPlatforms(
  request: Request,
  output: string | undefined,
  { asked, ...shown }: Shown,
  options: Options,
  terminal: Terminal,
): Promise<Made> {
  if (output?.endsWith('.tar')) throw oneArchive(String(options['output']));
  const report = await withProgress(terminal, (progress) => buildAll({ ...request, progress }));
  const { runs = [], image } = report;
  if (output) {
    const dirs = runs.map((run) => run.image.layout);
    await writeIndexLayout(image.name, dirs, output, request.signal);
  }
  const { json, ...others } = options;
  const talk = json ? { ...terminal, quiet: true } : terminal;
  const codes: number[] = [];
  for (const run of runs) {
    const named = asked.map((one) => ({ ...one, path: fileOf(one.path, run.image.platform) }));
    const code = await showReport(run, { ...shown, asked: named }, others, talk);
    codes.push(code);
  }
  if (json) terminal.out(renderPlatforms(report));
  return { exitCode: worstOf(codes), image };
}

function oneArchive(path: string): HardenError {
  return new HardenError(
    error('cli/bad-option', `--output ${path}: an archive for docker load holds one platform`, {
      hint: 'name a folder, or build one platform for it: --platform linux/amd64',
    }),
  );
}
