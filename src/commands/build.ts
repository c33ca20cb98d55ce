import { resolve } from 'node:path';
import { build } from '../build.ts';
import { compile } from '../compile.ts';
import { hasLock, LOCK_FILE } from '../lock/file.ts';
import { exportImage } from '../oci/export.ts';
import { decided } from './decide.ts';
import { withProgress } from './progress.ts';
import { showReport } from './report.ts';
import { showDiagnostics } from './show.ts';
import { type CommandRun, surroundings } from './terminal.ts';

/** `harden build [path]`: exit 0 when the policy holds, 1 when not, 4 without proof. */
export const runBuild: CommandRun = async ([path = '.'], options, terminal) => {
  const compiled = await compile(path);
  if (!compiled.ok) return showDiagnostics(compiled.diagnostics, compiled.sources, terminal);
  const { sources, folder } = compiled.value;
  showDiagnostics(compiled.warnings, sources, terminal);
  const { compiled: whole } = await decided(path, compiled.value, options, terminal);
  const report = await withProgress(terminal, (progress) =>
    build({
      ...surroundings(options, terminal),
      compiled: whole,
      noCache: options['cache'] === false,
      frozen: options['frozen'] === true,
      progress,
    }),
  );
  const output = options['output'];
  if (output) await exportImage(report.image.layout, resolve(terminal.cwd, String(output)));
  const exitCode = await showReport(report, folder, options, terminal);
  if (!(await hasLock(folder))) terminal.err(UNLOCKED);
  if (!options['json']) terminal.out(`${report.image.name}@${report.image.digest}\n`);
  return exitCode;
};

const UNLOCKED = `There is no ${LOCK_FILE}: what names stand for was looked up now, and may be another image tomorrow.
Keep it with: harden lock
`;
