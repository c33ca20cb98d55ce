import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { Policy } from '../plan/types.ts';
import { hostPlatform } from '../platform.ts';
import { scanImage } from '../scan-image.ts';
import { askedReports } from './asked-reports.ts';
import { withProgress } from './progress.ts';
import { showReport } from './show-report.ts';
import { type CommandRun, surroundings } from './terminal.ts';

/** Where no spec says how old a database may be. */
export const DATABASE_HOURS = 72;
const POLICIES: Policy['preset'][] = ['strict', 'balanced', 'audit'];

/** `harden scan IMAGE|layout`: exit 0 when the policy holds, 1 when not, 4 without proof. */
export const runScan: CommandRun = async ([image = ''], options, terminal) => {
  const preset = policyOf(options['policy']);
  const asked = askedReports(options, terminal);
  const report = await withProgress(terminal, (progress) =>
    scanImage({
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

function policyOf(chosen: unknown): Policy['preset'] {
  const preset = POLICIES.find((name) => name === (chosen ?? 'balanced'));
  if (preset) return preset;
  throw new HardenError(
    error('cli/bad-option', `there is no policy preset ${JSON.stringify(chosen)}`, {
      hint: `use one of: ${POLICIES.join(', ')}`,
    }),
  );
}
