import { MAX_DATABASE_AGE } from '../plan/scanners.ts';
import { hostPlatform } from '../platform.ts';
import { policyNamed } from '../policy/named.ts';
import { formats } from '../report/formats.ts';
import { scanTarget } from '../scan-target.ts';
import { askedReports } from './asked-reports.ts';
import { withProgress } from './progress.ts';
import { showReport } from './show-report.ts';
import { type CommandRun, surroundings } from './terminal.ts';

/** `harden scan IMAGE|layout|archive|bill`: exit 0 when the policy holds, 1 when not, 4 without proof. */
export const runScan: CommandRun = async ([image = ''], options, terminal) => {
  const policy = policyNamed(String(options['policy'] ?? 'balanced'));
  const asked = askedReports(options, terminal, formats);
  const report = await withProgress(terminal, (progress) =>
    scanTarget({
      ...surroundings(options, terminal),
      image,
      cwd: terminal.cwd,
      platform: hostPlatform(),
      policy,
      maxDatabaseAge: MAX_DATABASE_AGE,
      ...(options['statements'] !== undefined && { statements: String(options['statements']) }),
      progress,
    }),
  );
  return showReport(report, { asked }, options, terminal);
};
