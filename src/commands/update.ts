import { compile } from '../compile.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { readLock, writeLock } from '../lock/file.ts';
import { lockInputs } from '../lock-inputs.ts';
import { diffLocks } from '../update/diff.ts';
import { renderUpdate } from '../update/render.ts';
import type { UpdateReport } from '../update/types.ts';
import { compareBases } from '../update.ts';
import { withProgress } from './progress.ts';
import { showDiagnostics } from './show.ts';
import { type CommandRun, surroundings } from './terminal.ts';

/** `harden update [path]`: looks every name up again, says what that changes, writes the lock. */
export const runUpdate: CommandRun = async ([path = '.'], options, terminal) => {
  const compiled = await compile(path);
  if (!compiled.ok) return showDiagnostics(compiled.diagnostics, compiled.sources, terminal);
  const { folder, file } = compiled.value;
  const read = await readLock(folder);
  if (!read.ok) return showDiagnostics(read.diagnostics, new Map(), terminal);
  const before = read.value;
  if (!before) {
    const hint = 'write one with: harden lock';
    throw new HardenError(
      error('lock/missing', 'there is no hardening.lock beside the spec', { hint }),
    );
  }
  const report = await withProgress(terminal, async (progress): Promise<UpdateReport> => {
    const request = { ...surroundings(options, terminal), compiled: compiled.value, progress };
    const { content } = await lockInputs(request);
    const after = { ...content, ...(before.base !== undefined && { base: before.base }) };
    const changes = diffLocks(before, after);
    const { added, removed, changed } = changes.debian;
    const baseChanged =
      changes.images.some(({ use }) => use === 'base') ||
      added.length + removed.length + changed.length > 0;
    const compared = baseChanged ? await compareBases(request, before, after) : {};
    const something =
      baseChanged || changes.images.length + changes.databases.length > 0 || !!changes.preset;
    if (something && !options['dryRun']) await writeLock(folder, after);
    const written = something && !options['dryRun'];
    return { schemaVersion: 1, spec: file, changed: written, ...changes, ...compared };
  });
  if (options['json']) terminal.out(`${JSON.stringify(report, null, 2)}\n`);
  else terminal.err(renderUpdate(report, terminal.width));
  return EXIT.passed;
};
