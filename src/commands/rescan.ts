import { diagnosticAnnotations } from '../ci/diagnostics.ts';
import { exitCodeOf } from '../diagnostics/codes.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { MAX_DATABASE_AGE } from '../plan/scanners.ts';
import { hostPlatform } from '../platform.ts';
import { policyNamed } from '../policy/named.ts';
import { renderRescans, rescanDocument } from '../report/rescan.ts';
import { violationMarks } from '../report/violations.ts';
import { type Rescanned, rescan } from '../rescan.ts';
import { withProgress } from './progress.ts';
import { type CommandRun, surroundings, type Terminal } from './terminal.ts';

const STORE = '.harden/rescan';

/**
 * `harden rescan TARGET...`: exit 0 when nothing new breaks the policy, 1 when something does, 4
 * without proof. Of several targets the worst counts.
 */
export const runRescan: CommandRun = async (targets, options, terminal) => {
  const policy = policyNamed(String(options['policy'] ?? 'balanced'));
  const results = await withProgress(terminal, (progress) =>
    rescan({
      ...surroundings(options, terminal),
      targets: targets.length > 0 ? targets : ['.'],
      store: String(options['store'] ?? STORE),
      cwd: terminal.cwd,
      platform: hostPlatform(),
      policy,
      maxDatabaseAge: MAX_DATABASE_AGE,
      progress,
    }),
  );
  for (const { target, report } of results) {
    const marks = [...violationMarks(report, undefined), ...diagnosticMarks(report, terminal)];
    terminal.ci?.annotate(marks.map((one) => ({ ...one, message: `${target}: ${one.message}` })));
  }
  if (options['json']) terminal.out(rescanDocument(results));
  else terminal.out(renderRescans(results, terminal.width));
  return Math.max(...results.map(exitOf));
};

/** Why nothing is proven, where that is so. */
function diagnosticMarks({ diagnostics }: Rescanned['report'], terminal: Terminal) {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return diagnosticAnnotations(errors, terminal);
}

function exitOf({ report }: Rescanned): number {
  const failed = exitCodeOf(report.diagnostics);
  if (failed !== EXIT.passed) return failed;
  return report.verdict.pass ? EXIT.passed : EXIT.policy;
}
