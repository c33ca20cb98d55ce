import { type Compiled, platformsOf } from '../compile.ts';
import { HardenError } from '../diagnostics/diagnostic.ts';
import { EXIT } from '../diagnostics/exit-codes.ts';
import { checkLock, wishesOf } from '../lock/check.ts';
import { readLock, writeLock } from '../lock/file.ts';
import { LOCK_FILE } from '../lock/name.ts';
import { missingLock } from '../lock/pins-for.ts';
import { lockIdentity, lockInputs } from '../lock-inputs.ts';
import { count } from '../report/words.ts';
import { SCANNERS } from '../scan/scanners.ts';
import { decided } from './decide.ts';
import { withProgress } from './progress.ts';
import { type CommandRun, type Options, surroundings, type Terminal } from './terminal.ts';
import { withFiles } from './with-files.ts';
import type { Show } from './with-spec.ts';

/** `harden lock [path]`: writes hardening.lock; with `--check` only says whether it fits. */
export const runLock: CommandRun = ([path = '.'], options, terminal) =>
  withFiles(path, terminal, (images, show) =>
    options['check'] ? check(images, show, terminal) : write(images, options, terminal),
  );

type Images = [Compiled, ...Compiled[]];

async function check(images: Images, show: Show, terminal: Terminal): Promise<number> {
  const read = await readLock(images[0].folder);
  if (!read.ok) return show(read.diagnostics);
  if (!read.value) throw new HardenError(missingLock());
  const wishes = images.flatMap(platformsOf).map(({ plan }) => wishesOf(plan, SCANNERS));
  const found = checkLock(read.value, wishes, lockIdentity(images));
  if (found.length === 0) terminal.err(`${LOCK_FILE} has everything a build looks up.\n`);
  return show(found);
}

async function write(
  [compiled, ...others]: Images,
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const { folder } = compiled;
  const { compiled: whole, base } = await decided(compiled, options, terminal);
  const chosen = base ?? (await chosenBefore(folder));
  const { content } = await withProgress(terminal, (progress) =>
    lockInputs({ ...surroundings(options, terminal), compiled: whole, others, progress }),
  );
  const file = await writeLock(folder, { ...content, ...(chosen && { base: chosen }) });
  const debian = content.debian.flatMap(({ packages }) => packages).length;
  const apk = content.apk.flatMap(({ packages }) => packages).length;
  const counted = [
    count(content.images.length, 'image'),
    count(content.databases.length, 'scanner database'),
    ...(debian > 0 ? [count(debian, 'Debian package')] : []),
    ...(apk > 0 ? [count(apk, 'apk package')] : []),
  ];
  terminal.err(`Locked ${counted.join(', ')}.\n`);
  terminal.out(`${file}\n`);
  return EXIT.passed;
}

/** What `base: auto` was decided to be; a lock that cannot be read decides nothing. */
async function chosenBefore(folder: string): Promise<string | undefined> {
  const read = await readLock(folder);
  return read.ok ? read.value?.base : undefined;
}
