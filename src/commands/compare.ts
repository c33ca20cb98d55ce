import { comparisonFormats, renderAs } from '../compare/formats.ts';
import { renderComparison } from '../compare/render.ts';
import { compare } from '../compare.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { packageVersion } from '../package-root.ts';
import { MAX_DATABASE_AGE } from '../plan/scanners.ts';
import { hostPlatform } from '../platform.ts';
import { policyNamed } from '../policy/named.ts';
import { visibleJson } from '../report/visible.ts';
import { askedReports } from './asked-reports.ts';
import { withProgress } from './progress.ts';
import { showDiagnostics } from './show.ts';
import { type CommandRun, surroundings } from './terminal.ts';
import { writeText } from './write-reports.ts';

/**
 * `harden compare BEFORE AFTER`: exit 0, 1 with `--fail-on-regression` when something got worse, or 2
 * when a report could not be written.
 */
export const runCompare: CommandRun = async ([before = '', after = ''], options, terminal) => {
  const { width, cwd } = terminal;
  const asked = askedReports(options, terminal, comparisonFormats);
  const found = await withProgress(terminal, (progress) =>
    compare({
      ...surroundings(options, terminal),
      ...{ before, after, cwd, progress },
      rescan: options['rescan'] === true,
      platform: hostPlatform(),
      policy: policyNamed('audit'),
      maxDatabaseAge: MAX_DATABASE_AGE,
    }),
  );
  const { comparison } = found;
  const written = await Promise.all(
    asked.map(({ format, path }) =>
      writeText(path, renderAs(format, found, packageVersion()), cwd),
    ),
  );
  if (options['json']) terminal.out(`${visibleJson(JSON.stringify(comparison, null, 2))}\n`);
  else terminal.out(renderComparison(comparison, width));
  const problems = written.filter((one) => one !== undefined);
  if (problems.length > 0) return showDiagnostics(problems, new Map(), terminal);
  const worse = options['failOnRegression'] === true && comparison.regressions.length > 0;
  return worse ? EXIT.policy : EXIT.passed;
};
