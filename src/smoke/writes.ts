import type { Symptom } from './types.ts';

/** What a program says when it wants to write where nothing is writable; the special comes first. */
export const WRITES: readonly Symptom[] = [
  {
    // Ruby names the path last, and its own script, which is not what it writes, first.
    pattern: /read-only file system @ (?:\w*(mkdir|open)\w*|\w+) - (?:\([^\n]*, )?(\/[^\s)]+)/i,
    text: ([, verb, path = '']) => readOnly(path, verb),
  },
  {
    // Python and Node name the path after the words.
    pattern: /(?:Read-only file system|EROFS)[^\n]*?(open|mkdir)? ?['"](\/[^'"\n]+)['"]/,
    text: ([, verb, path = '']) => readOnly(path, verb),
  },
  {
    // Go, Java, Rust and C name it before.
    pattern:
      /(?:\b(mkdir|open|create|rename) )?(?<![\w/])(\/[^\s:'",)]+)[^\n/]*?read-only file ?system/i,
    text: ([, verb, path = '']) => readOnly(path, verb),
  },
  {
    // Node's own mkdir of a whole path says this of a root that is read-only.
    pattern: /ENOENT: no such file or directory, mkdir ['"](\/[^'"\n]+)['"]/,
    text: ([, path = '']) => readOnly(path, 'mkdir'),
  },
  {
    pattern: /read-only file ?system|EROFS|ReadOnlyFilesystem/i,
    text: () =>
      'it writes a file, and the root is read-only: add the folder to runtime.writable, for example runtime.writable: [/tmp]',
  },
  {
    pattern:
      /unable to open database file|attempt to write a readonly database|SQLITE_(?:CANTOPEN|READONLY)/i,
    text: () =>
      'SQLite cannot write its database: add the folder of it to runtime.writable, for example runtime.writable: [/data]',
  },
  {
    pattern: /No usable temporary directory|java\.io\.tmpdir/,
    text: () => 'it wants a folder for temporary files: add runtime.writable: [/tmp]',
  },
  {
    pattern: /\/dev\/shm\b|shm_open|SemLock/,
    text: () => 'it wants shared memory: add runtime.writable: [/dev/shm]',
  },
];

/** Folders with files of the image, which a temporary file system would hide. */
export const IN_USE = /^(?:|\/app|\/(?:bin|etc|lib\w*|sbin|usr)(?:\/.*)?)$/;

/** What has to be writable is the folder, and of a folder that cannot be made, itself. */
export function readOnly(path: string, verb?: string): string {
  const folder = verb === 'mkdir' ? path : path.slice(0, path.lastIndexOf('/'));
  if (!IN_USE.test(folder)) return allow(path, folder);
  const isFile = verb !== undefined || /\.\w+$/.test(path) || IN_USE.test(path);
  if (!isFile) return allow(path, path);
  return `it writes ${path}, among files of the image: let it write to /tmp instead, and add runtime.writable: [/tmp]`;
}

function allow(path: string, folder: string): string {
  return `it writes ${path}, and the root is read-only: add runtime.writable: [${folder}]`;
}
