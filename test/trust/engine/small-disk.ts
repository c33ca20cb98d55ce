import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Puts a disk of so many bytes, as tmpfs has it, at a folder; what it gives takes it away. Linux only. */
export async function smallDisk(folder: string, size: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  await run('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  return async () => void (await run('umount', [folder]));
}
