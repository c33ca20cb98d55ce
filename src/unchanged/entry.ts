import { lstat, mkdtemp, readlink, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A file, a folder or a link as it was found. */
export interface Entry {
  /** What a build sees of it beside its bytes: kind, mode and owner. */
  is: string;
  /** Of a file: bytes, times of content and of change in nanoseconds, inode. */
  stat?: string;
  /** Of a file its SHA-256, of a link where it leads. */
  content?: string;
}

/** Files by path, `/` between the parts. */
export type Entries = Record<string, Entry>;

/** Some entries, and what the clock of their file system said before the first of them was read. */
export interface Looked {
  /** Milliseconds. */
  taken: number;
  entries: Entries;
}

/** The coarsest clock of a file system: two writes within it may leave the same times. Milliseconds. */
const TICK = 2_000;

/** What is there, without following a link and without reading a file; undefined for nothing. */
export async function entryOf(path: string): Promise<Entry | undefined> {
  const found = await lstat(path, { bigint: true }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return undefined;
    throw cause;
  });
  if (!found) return undefined;
  const how = `${(found.mode & 0o7777n).toString(8)} ${found.uid}:${found.gid}`;
  if (found.isDirectory()) return { is: `folder ${how}` };
  if (found.isSymbolicLink()) return { is: `link ${how}`, content: await readlink(path) };
  if (!found.isFile()) return { is: `special ${how}` };
  const { size, mtimeNs, ctimeNs, ino } = found;
  return { is: `file ${how}`, stat: [size, mtimeNs, ctimeNs, ino].join(' ') };
}

export function isFile({ is }: Entry): boolean {
  return is.startsWith('file ');
}

/** Bytes. */
export function sizeOf({ stat = '0' }: Entry): number {
  return Number(stat.slice(0, stat.indexOf(' ')));
}

/**
 * Whether an entry that looks as before is as before. One that was written as late as it was read may
 * have been written once more without a trace.
 */
export function isSettled({ stat = '' }: Entry, taken: number): boolean {
  const changed = Number(BigInt(stat.split(' ')[2] ?? 0) / 1_000_000n);
  return changed + TICK < taken;
}

/** Of the file system that a folder is on, in milliseconds; 0, which settles nothing, where it is read only. */
export async function clockOf(folder: string): Promise<number> {
  try {
    const made = await mkdtemp(join(folder, '.clock-'));
    const { ctimeMs } = await stat(made);
    await rmdir(made);
    return Math.floor(ctimeMs);
  } catch {
    return 0;
  }
}
