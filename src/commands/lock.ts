import { compile } from '../compile.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { SCANNER } from '../inputs/scanner.ts';
import { checkLock, wishesOf } from '../lock/check.ts';
import { LOCK_FILE, readLock, writeLock } from '../lock/file.ts';
import { lockedPreset } from '../lock/pins-for.ts';
import { lockInputs } from '../lock-inputs.ts';
import { count } from '../report/words.ts';
import { decided } from './decide.ts';
import { withProgress } from './progress.ts';
import { showDiagnostics } from './show.ts';
import { type CommandRun, surroundings } from './terminal.ts';

/** `harden lock [path]`: writes hardening.lock; with `--check` only says whether it fits. */
export const runLock: CommandRun = async ([path = '.'], options, terminal) => {
  const compiled = await compile(path);
  if (!compiled.ok) return showDiagnostics(compiled.diagnostics, compiled.sources, terminal);
  const { plan, folder, preset, sources } = compiled.value;
  if (options['check']) {
    const read = await readLock(folder);
    if (!read.ok) return showDiagnostics(read.diagnostics, sources, terminal);
    if (!read.value) throw new HardenError(missing());
    const wishes = wishesOf(plan, SCANNER);
    const identity = { platform: plan.platform, preset: lockedPreset(preset) };
    const found = checkLock(read.value, wishes, identity);
    if (found.length === 0) terminal.err(`${LOCK_FILE} has everything a build looks up.\n`);
    return showDiagnostics(found, sources, terminal);
  }
  const { compiled: whole, base } = await decided(path, compiled.value, options, terminal);
  const chosen = base ?? (await chosenBefore(folder));
  const { content } = await withProgress(terminal, (progress) =>
    lockInputs({ ...surroundings(options, terminal), compiled: whole, progress }),
  );
  const file = await writeLock(folder, { ...content, ...(chosen && { base: chosen }) });
  const packages = content.debian.reduce((sum, one) => sum + one.packages.length, 0);
  const counted = [
    count(content.images.length, 'image'),
    count(content.databases.length, 'scanner database'),
    ...(packages > 0 ? [count(packages, 'Debian package')] : []),
  ];
  terminal.err(`Locked ${counted.join(', ')}.\n`);
  terminal.out(`${file}\n`);
  return EXIT.passed;
};

/** What `base: auto` was decided to be; a lock that cannot be read decides nothing. */
async function chosenBefore(folder: string): Promise<string | undefined> {
  const read = await readLock(folder);
  return read.ok ? read.value?.base : undefined;
}

function missing() {
  return error('lock/missing', `there is no ${LOCK_FILE} beside the spec`, {
    hint: 'write one with: harden lock',
  });
}
