import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import type { Policy } from '../plan/types.ts';
import { hostPlatform } from '../platform.ts';
import { renderJson } from '../report/json.ts';
import type { RunReport } from '../report/types.ts';
import { scanImage } from '../scan-image.ts';
import { showProgress } from './progress.ts';
import { showReport } from './report.ts';
import { showDiagnostics } from './show.ts';
import type { CommandRun } from './terminal.ts';

const DATABASE_HOURS = 72;
const POLICIES: Policy['preset'][] = ['strict', 'balanced', 'audit'];

/** `harden scan IMAGE|layout`: exit 0 when the policy holds, 1 when not, 4 without proof. */
export const runScan: CommandRun = async ([image = ''], options, terminal) => {
  const preset = policyOf(options['policy']);
  const progress = showProgress(terminal);
  let report: RunReport;
  try {
    report = await scanImage({
      image,
      cwd: terminal.cwd,
      platform: hostPlatform(),
      policy: { preset, vulnerabilities: {}, ignore: [] },
      maxDatabaseAge: DATABASE_HOURS,
      ...(options['engine'] ? { engine: String(options['engine']) } : {}),
      env: terminal.env,
      now: terminal.now,
      progress: progress.show,
      signal: terminal.signal,
    });
  } finally {
    progress.end();
  }
  if (options['json']) terminal.out(renderJson(report));
  else await showReport(report, undefined, terminal);
  const exitCode = showDiagnostics(report.diagnostics, new Map(), terminal);
  if (exitCode !== EXIT.passed) return exitCode;
  return report.verdict.pass ? EXIT.passed : EXIT.policy;
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
