import type { RandomAccess } from './random-access.ts';

/** A language runtime, by what its own file says. */
export interface Runtime {
  name: string;
  version: string;
}

/** How runtimes say their version, in a file of that name. */
const RUNTIMES: { name: string; file: RegExp; version: RegExp }[] = [
  { name: 'node', file: /^node(?:js)?$/, version: /node\.js\/v(\d+\.\d+\.\d+)/ },
  {
    name: 'python',
    file: /^(?:python3\.\d+|libpython3\.\d+\.so\.1\.0)$/,
    version: /\0(3\.\d+\.\d+(?:(?:a|b|rc)\d+)?\+?)\0/,
  },
  {
    name: 'ruby',
    file: /^(?:ruby|libruby(?:-\d\.\d)?\.so\.\d\.\d\.\d)$/,
    version: /ruby (\d\.\d\.\d+)p?\d* \(/,
  },
  { name: 'php', file: /^php(?:-fpm|\d\.\d)?$/, version: /X-Powered-By: PHP\/(\d\.\d\.\d+)/ },
];

const CHUNK = 1024 * 1024;
const OVERLAP = 128;

/** The runtime that an ELF file is; nothing for other programs and for one that says no version. */
export async function runtimeOf(path: string, file: RandomAccess): Promise<Runtime | undefined> {
  const base = path.slice(path.lastIndexOf('/') + 1);
  const known = RUNTIMES.find((one) => one.file.test(base));
  if (!known) return undefined;
  let tail: Buffer = Buffer.alloc(0);
  for (let at = 0; at < file.size; at += CHUNK) {
    const bytes = Buffer.from(await file.read(at, Math.min(CHUNK, file.size - at)));
    const window = Buffer.concat([tail, bytes]);
    const version = known.version.exec(window.toString('latin1'))?.[1];
    if (version) return { name: known.name, version };
    tail = window.subarray(Math.max(0, window.length - OVERLAP));
  }
  return undefined;
}
