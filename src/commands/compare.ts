import { renderComparison } from '../compare/render.ts';
import { compare } from '../compare.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { MAX_DATABASE_AGE } from '../plan/scanners.ts';
import { hostPlatform } from '../platform.ts';
import { policyNamed } from '../policy/named.ts';
import { visibleJson } from '../report/visible.ts';
import { withProgress } from './progress.ts';
import { type CommandRun, surroundings } from './terminal.ts';

/** `harden compare BEFORE AFTER`: exit 0, or 1 with `--fail-on-regression` when something got worse. */
export const runCompare: CommandRun = async ([before = '', after = ''], options, terminal) => {
  const { width, cwd } = terminal;
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
  if (options['json']) terminal.out(`${visibleJson(JSON.stringify(found, null, 2))}\n`);
  else terminal.out(renderComparison(found, width));
  const worse = options['failOnRegression'] === true && found.regressions.length > 0;
  return worse ? EXIT.policy : EXIT.passed;
};
