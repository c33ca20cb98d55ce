import type { Compiled } from '../compile.ts';
import { HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { readLock, writeLock } from '../lock/file.ts';
import { missingLock } from '../lock/pins-for.ts';
import type { Lock } from '../lock/schema.ts';
import { lockInputs } from '../lock-inputs.ts';
import { diffLocks } from '../update/diff.ts';
import { renderUpdate } from '../update/render.ts';
import type { UpdateReport } from '../update/types.ts';
import { compareBases } from '../update.ts';
import { withProgress } from './progress.ts';
import { type CommandRun, type Options, surroundings, type Terminal } from './terminal.ts';
import { withFiles } from './with-files.ts';

/** `harden update [path]`: looks every name up again, says what that changes, writes the lock. */
export const runUpdate: CommandRun = ([path = '.'], options, terminal) =>
  withFiles(path, terminal, async ([compiled, ...others], show) => {
    const read = await readLock(compiled.folder);
    if (!read.ok) return show(read.diagnostics);
    if (!read.value) throw new HardenError(missingLock());
    const report = await updated([compiled, ...others], read.value, options, terminal);
    if (options['json']) terminal.out(`${JSON.stringify(report, null, 2)}\n`);
    else terminal.err(renderUpdate(report, terminal.width));
    return EXIT.passed;
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
    const something =
      baseChanged ||
      changes.images.length + changes.databases.length > 0 ||
      !!changes.preset ||
      !!changes.asked;
    if (something && !options['dryRun']) await writeLock(folder, after);
    const written = something && !options['dryRun'];
    return { schemaVersion: 1, spec: file, changed: written, ...changes, ...compared };
  });
}
