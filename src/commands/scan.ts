import { hostPlatform } from '../platform.ts';
import { scanTarget } from '../scan-target.ts';
import { askedReports } from './asked-reports.ts';
import { policyOf } from './policy-option.ts';
import { withProgress } from './progress.ts';
import { showReport } from './show-report.ts';
import { type CommandRun, surroundings } from './terminal.ts';

/** Where no spec says how old a database may be. */
export const DATABASE_HOURS = 72;

/** `harden scan IMAGE|layout|archive|bill`: exit 0 when the policy holds, 1 when not, 4 without proof. */
export const runScan: CommandRun = async ([image = ''], options, terminal) => {
  const preset = policyOf(options['policy']);
  const asked = askedReports(options, terminal);
  const report = await withProgress(terminal, (progress) =>
    scanTarget({
      ...surroundings(options, terminal),
      image,
      cwd: terminal.cwd,
      platform: hostPlatform(),
      policy: { preset, vulnerabilities: {}, ignore: [] },
      maxDatabaseAge: DATABASE_HOURS,
      ...(options['statements'] !== undefined && { statements: String(options['statements']) }),
      progress,
    }),
  );
  return showReport(report, { asked }, options, terminal);
};
