import type { Compiled } from '../compile.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { readLock, writeLock } from '../lock/file.ts';
import { missingLock } from '../lock/pins-for.ts';
import type { Lock } from '../lock/schema.ts';
import { lockInputs } from '../lock-inputs.ts';
import { visibleJson } from '../report/visible.ts';
import { diffLocks } from '../update/diff.ts';
import { renderUpdateMarkdown } from '../update/markdown.ts';
import { matters } from '../update/matters.ts';
import { measure } from '../update/measure.ts';
import { renderUpdate } from '../update/render.ts';
import type { UpdateReport } from '../update/types.ts';
import { compareBases } from '../update.ts';
import { askedReports } from './asked-reports.ts';
import { withProgress } from './progress.ts';
import { type CommandRun, type Options, surroundings, type Terminal } from './terminal.ts';
import { withFiles } from './with-files.ts';
import { writeText } from './write-reports.ts';

/** `harden update [path]`: looks every name up again, says what that changes, writes the lock. */
export const runUpdate: CommandRun = ([path = '.'], options, terminal) =>
  withFiles(path, terminal, async ([compiled, ...others], show) => {
    const read = await readLock(compiled.folder);
    if (!read.ok) return show(read.diagnostics);
    if (!read.value) throw new HardenError(missingLock());
    if (options['measure'] && others.length > 0) throw new HardenError(manyMeasured());
    const asked = askedReports(options, terminal, ['markdown'] as const);
    const report = await updated([compiled, ...others], read.value, options, terminal);
    const texts = report.matters ? asked : [];
    const written = await Promise.all(
      texts.map(({ path }) => writeText(path, renderUpdateMarkdown(report), terminal.cwd)),
    );
    if (options['json']) terminal.out(`${visibleJson(JSON.stringify(report, null, 2))}\n`);
    else terminal.err(renderUpdate(report, terminal.width));
    return show(written.filter((one) => one !== undefined));
  });

function updated(
  [compiled, ...others]: [Compiled, ...Compiled[]],
  before: Lock,
  options: Options,
  terminal: Terminal,
): Promise<UpdateReport> {
  const { folder, file } = compiled;
  return withProgress(terminal, async (progress) => {
    const request = { ...surroundings(options, terminal), compiled, others, progress };
    const { content } = await lockInputs(request);
    const after = { ...content, ...(before.base !== undefined && { base: before.base }) };
    const changes = diffLocks(before, after);
    const packages = [changes.debian, changes.apk].flatMap((one) => Object.values(one).flat());
    const baseChanged = changes.images.some(({ use }) => use === 'base') || packages.length > 0;
    // Of several images each has a base of its own; their names are in the changes.
    const compared =
      baseChanged && others.length === 0 ? await compareBases(request, before, after) : {};
    const found = { ...changes, ...compared };
    const worth = matters(found, before, terminal.now(), compiled.plan.scan.maxDatabaseAge);
    const measured =
      worth && options['measure']
        ? { measured: await measure({ ...request, cwd: terminal.cwd }, before, after) }
        : {};
    const changed = worth && !options['dryRun'];
    if (changed) await writeLock(folder, after);
    return { schemaVersion: 1, spec: file, changed, matters: worth, ...found, ...measured };
  });
}

function manyMeasured() {
  return error('cli/bad-option', '--measure is for a spec of one image, and this one has several', {
    hint: 'leave --measure out, then run: harden build',
  });
}
