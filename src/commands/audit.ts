import { auditJson } from '../audit/json.ts';
import { renderAudit } from '../audit/render.ts';
import { auditImage } from '../audit.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { hostPlatform } from '../platform.ts';
import { coloured, plain } from '../report/paint.ts';
import { withProgress } from './progress.ts';
import { type CommandRun, surroundings } from './terminal.ts';

const DATABASE_HOURS = 72;

/** `harden audit IMAGE|archive|layout`: exit 0 whatever the grade is; it judges no policy. */
export const runAudit: CommandRun = async ([image = ''], options, terminal) => {
  const report = await withProgress(terminal, (progress) =>
    auditImage({
      ...surroundings(options, terminal),
      image,
      cwd: terminal.cwd,
      platform: hostPlatform(),
      policy: { preset: 'audit', vulnerabilities: {}, ignore: [] },
      maxDatabaseAge: DATABASE_HOURS,
      scan: options['scan'] !== false,
      progress,
    }),
  );
  if (options['json']) terminal.out(auditJson(report));
  else {
    const { width, color } = terminal;
    terminal.out(renderAudit(report, { width, paint: color ? coloured : plain }));
    if (report.spec) terminal.out(`\n${report.spec.text}`);
  }
  return EXIT.passed;
};
