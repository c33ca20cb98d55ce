import { resolve } from 'node:path';
import { build } from '../build.ts';
import { compile } from '../compile.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { exportImage } from '../oci/export.ts';
import { renderJson } from '../report/json.ts';
import type { RunReport } from '../report/types.ts';
import { showProgress } from './progress.ts';
import { showReport } from './report.ts';
import { showDiagnostics } from './show.ts';
import type { CommandRun } from './terminal.ts';

/** `harden build [path]`: exit 0 when the policy holds, 1 when it does not. */
export const runBuild: CommandRun = async ([path = '.'], options, terminal) => {
  const compiled = await compile(path);
  if (!compiled.ok) return showDiagnostics(compiled.diagnostics, compiled.sources, terminal);
  const { sources } = compiled.value;
  showDiagnostics(compiled.warnings, sources, terminal);
  const progress = showProgress(terminal);
  let report: RunReport;
  try {
    report = await build({
      compiled: compiled.value,
      ...(options['engine'] ? { engine: String(options['engine']) } : {}),
      noCache: options['cache'] === false,
      env: terminal.env,
      now: terminal.now,
      progress: progress.show,
      signal: terminal.signal,
    });
  } finally {
    progress.end();
  }
  const output = options['output'];
  if (output) await exportImage(report.image.layout, resolve(terminal.cwd, String(output)));
  if (options['json']) terminal.out(renderJson(report));
  else {
    await showReport(report, compiled.value.folder, terminal);
    terminal.out(`${report.image.name}@${report.image.digest}\n`);
  }
  return report.verdict.pass ? EXIT.passed : EXIT.policy;
};
