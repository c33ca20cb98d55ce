import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** A file of this machine as a spec names it: below `~/`, or relative to the spec's folder. */
export function hostPath(written: string, folder: string): string {
  return written.startsWith('~/') ? join(homedir(), written.slice(2)) : resolve(folder, written);
}
