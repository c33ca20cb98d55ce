import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Expected } from './head.ts';

/** A place without a spec: what is made in an empty folder, and the path that is given. */
export interface Place {
  name: string;
  expected: Expected;
  make(folder: string): string | Promise<string>;
}

const at = (name: string, make: (file: string) => void) => (folder: string) => {
  make(join(folder, name));
  return join(folder, name);
};
const inFolder = (make: (file: string) => void) => (folder: string) => {
  make(join(folder, 'hardening.yaml'));
  return folder;
};
const link = (target: string) => (file: string) => symlinkSync(target, file);
const fifo = (file: string) => {
  execFileSync('mkfifo', [file]);
};
const large = (file: string) => {
  writeFileSync(file, 'version: 1\n');
  truncateSync(file, 100 * 1024 * 1024);
};

const EVERYWHERE: Place[] = [
  { name: 'an empty folder', expected: 'spec/missing-file', make: (folder) => folder },
  { name: 'no file', expected: 'spec/missing-file', make: at('none.yaml', () => {}) },
  { name: 'a folder named as a spec', expected: 'spec/unreadable', make: inFolder(mkdirSync) },

  { name: 'below a file', expected: 'spec/missing-file', make: below },
  { name: '100 MB', expected: 'spec/too-large', make: at('large.yaml', large) },
  { name: '100 MB in a folder', expected: 'spec/too-large', make: inFolder(large) },
  {
    name: 'an empty file',
    expected: 'spec/empty',
    make: at('e.yaml', (file) => writeFileSync(file, '')),
  },
  { name: 'a NUL in the path', expected: 'spec/unreadable', make: () => 'a\0b' },
  { name: 'a path without letters', expected: 'spec/missing-file', make: () => '' },
  {
    name: 'a name of 300 letters',
    expected: 'spec/unreadable',
    make: at('n'.repeat(300), () => {}),
  },
  {
    name: 'a path of 10,000 folders',
    expected: 'spec/unreadable',
    make: () => 'a/'.repeat(10_000),
  },
];

const ON_UNIX: Place[] = [
  { name: 'a FIFO', expected: 'spec/unreadable', make: at('f.yaml', fifo) },
  { name: 'a FIFO in a folder', expected: 'spec/unreadable', make: inFolder(fifo) },
  { name: 'a link to a FIFO in a folder', expected: 'spec/unreadable', make: linkedFifo },
  { name: 'a socket', expected: 'spec/unreadable', make: socket },
  { name: 'a link to itself', expected: 'spec/unreadable', make: at('l.yaml', link('l.yaml')) },
  {
    name: 'a link to itself in a folder',
    expected: 'spec/unreadable',
    make: inFolder(link('hardening.yaml')),
  },
  { name: 'a link to nothing', expected: 'spec/missing-file', make: at('l.yaml', link('none')) },
  { name: 'a link to its folder', expected: 'spec/missing-file', make: at('l.yaml', link('.')) },
  {
    name: 'a device without an end',
    expected: 'spec/unreadable',
    make: at('l.yaml', link('/dev/zero')),
  },
  { name: 'a device in a folder', expected: 'spec/unreadable', make: inFolder(link('/dev/zero')) },
  { name: 'an empty device', expected: 'spec/unreadable', make: () => '/dev/null' },
  {
    name: 'a line end in the name',
    expected: 'spec/empty',
    make: at('a\nb.yaml', (file) => writeFileSync(file, '')),
  },
  {
    name: 'an escape in the name',
    expected: 'spec/empty',
    make: at('\u001b[2J.yaml', (file) => writeFileSync(file, '')),
  },
  {
    name: 'a name that turns to the left',
    expected: 'spec/empty',
    make: at('\u202elmay.yaml', (file) => writeFileSync(file, '')),
  },
];

/** Windows has no FIFOs and no devices with a name. */
export const PLACES: Place[] =
  process.platform === 'win32' ? EVERYWHERE : [...EVERYWHERE, ...ON_UNIX];

function below(folder: string): string {
  writeFileSync(join(folder, 'file'), '');
  return join(folder, 'file', 'hardening.yaml');
}

function linkedFifo(folder: string): string {
  fifo(join(folder, 'fifo'));
  symlinkSync('fifo', join(folder, 'hardening.yaml'));
  return folder;
}

function socket(folder: string): Promise<string> {
  const path = join(folder, 's.yaml');
  const server = createServer().unref();
  return new Promise((resolve) => server.listen(path, () => resolve(path)));
}
