import { dirname } from 'node:path';
import { auditJson } from '../audit/json.ts';
import { renderAudit } from '../audit/render.ts';
import { renderDockerfile } from '../audit/render-dockerfile.ts';
import { auditImage } from '../audit.ts';
import { auditDockerfile, isDockerfile } from '../audit-dockerfile.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { MAX_DATABASE_AGE } from '../plan/scanners.ts';
import { hostPlatform } from '../platform.ts';
import { policyNamed } from '../policy/named.ts';
import { coloured, plain } from '../report/paint.ts';
import { visibleJson } from '../report/visible.ts';
import { writeSpecs } from '../write-spec.ts';
import { withProgress } from './progress.ts';
import { showDiagnostics } from './show.ts';
import { type CommandRun, type Options, surroundings, type Terminal } from './terminal.ts';

/** `harden audit IMAGE|archive|layout`: exit 0 whatever the grade is, 4 when the scan proved nothing. */
export const runAudit: CommandRun = async ([image = ''], options, terminal) => {
  if (isDockerfile(image)) return auditRecipe(image, options, terminal);
  const file = options['write'] === undefined ? undefined : fileOf(options['write']);
  const { report, diagnostics } = await withProgress(terminal, (progress) =>
    auditImage({
      ...surroundings(options, terminal),
      image,
      cwd: terminal.cwd,
      platform: hostPlatform(),
      policy: policyNamed('audit'),
      maxDatabaseAge: MAX_DATABASE_AGE,
      folder: file === undefined ? '.' : dirname(file),
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
  if (file !== undefined) await write(file, report.spec?.text, terminal);
  return showDiagnostics(
    diagnostics.filter(({ severity }) => severity === 'error'),
    new Map(),
    terminal,
  );
};

/** The same for a Dockerfile, of which there need be no image yet. */
async function auditRecipe(
  dockerfile: string,
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const file = options['write'] === undefined ? undefined : fileOf(options['write']);
  const audit = await auditDockerfile(dockerfile, terminal.cwd);
  if (options['json']) terminal.out(`${visibleJson(JSON.stringify(audit, null, 2))}\n`);
  else {
    const { width, color } = terminal;
    terminal.out(renderDockerfile(audit, { width, paint: color ? coloured : plain }));
    if (audit.spec) terminal.out(`\n${audit.spec.text}`);
  }
  if (file !== undefined) await write(file, audit.spec?.text, terminal);
  return EXIT.passed;
}

/** @throws HardenError where there is a file already, or nothing was proposed. */
async function write(file: string, text: string | undefined, terminal: Terminal): Promise<void> {
  if (text === undefined) {
    throw new HardenError(
      error('audit/no-spec', `nothing was proposed, so ${file} is not written`, {
        hint: 'read under "not looked at" what is missing, and write the spec by hand: docs/spec.md',
      }),
    );
  }
  const [refused] = await writeSpecs([{ file, text }], false);
  // `harden init --force` would write another spec.
  const hint = 'move it away, or name another file';
  if (refused) throw new HardenError({ ...refused.diagnostic, hint });
  terminal.err(`Wrote ${file}. Read it, then run: harden build ${JSON.stringify(dirname(file))}\n`);
}

function fileOf(given: unknown): string {
  if (typeof given === 'string' && given !== '') return given;
  const hint = 'name the file: --write hardening.yaml';
  throw new HardenError(error('cli/bad-option', '--write names no file', { hint }));
}
