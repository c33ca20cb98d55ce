import { resolve } from 'node:path';
import { build } from '../build.ts';
import { hasLock, LOCK_FILE } from '../lock/file.ts';
import { exportImage } from '../oci/export.ts';
import { decided } from './decide.ts';
import { withProgress } from './progress.ts';
import { showReport } from './report.ts';
import { type CommandRun, surroundings } from './terminal.ts';
import { withSpec } from './with-spec.ts';

/** `harden build [path]`: exit 0 when the policy holds, 1 when not, 4 without proof. */
export const runBuild: CommandRun = ([path = '.'], options, terminal) =>
  withSpec(path, terminal, async (compiled, show) => {
    const { compiled: whole } = await decided(path, compiled, options, terminal);
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
    const { folder } = compiled;
    const exitCode = await showReport(report, { folder, show }, options, terminal);
    if (!(await hasLock(folder))) terminal.err(UNLOCKED);
    if (!options['json']) terminal.out(`${report.image.name}@${report.image.digest}\n`);
    return exitCode;
  });

const UNLOCKED = `There is no ${LOCK_FILE}: what names stand for today may be another tomorrow.
Keep it with: harden lock
`;
