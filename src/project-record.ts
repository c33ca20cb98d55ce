import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildInputs } from './explain/types.ts';
import { LOCK_FILE } from './lock/name.ts';

/** Folders that no build sees: what is in them changes for other reasons. */
const LEFT_OUT = new Set(['.git', '.harden', 'node_modules', '.venv', '__pycache__', 'target']);
/** Of more files nobody reads a list of changes, and to hash them takes longer than a build. */
export const MOST_FILES = 5_000;
export const MOST_BYTES = 200e6;

/** Undefined for a project of more files than are worth a list. */
export type ProjectRecord = BuildInputs['files'];

/**
 * The files of a project by what is in them: a digest, or where they are too large their size and
 * time.
 */
export async function recordProject(folder: string): Promise<ProjectRecord> {
  const paths: string[] = [];
  if (!(await collect(folder, '', paths))) return undefined;
  const files: Record<string, string> = {};
  let bytes = 0;
  for (const path of paths.sort()) {
    const found = await stat(join(folder, path)).catch(() => undefined);
    if (!found?.isFile()) continue;
    bytes += found.size;
    files[path] =
      bytes > MOST_BYTES ? `${found.size} ${found.mtimeMs}` : await digestOf(join(folder, path));
  }
  return files;
}

/**
 * The digest of a project's files, as in-toto's `dirHash`: `find . -type f`, sorted, `sha256sum` twice.
 * Without the lock, which may be written after the build, and whose content is in the provenance.
 * Undefined where not all of them were read.
 */
export function filesDigest(files: ProjectRecord): string | undefined {
  const paths = Object.keys(files ?? {}).filter((path) => path !== LOCK_FILE);
  if (!files || paths.some((path) => !/^[0-9a-f]{64}$/.test(files[path] ?? ''))) return undefined;
  paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const hash = createHash('sha256');
  for (const path of paths) hash.update(`${files[path]}  ${path}\n`);
  return hash.digest('hex');
}

async function collect(folder: string, below: string, paths: string[]): Promise<boolean> {
  const entries = await readdir(join(folder, below), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = below ? `${below}/${entry.name}` : entry.name;
    if (entry.isDirectory()) {
      if (!LEFT_OUT.has(entry.name) && !(await collect(folder, path, paths))) return false;
    } else if (entry.isFile()) {
      paths.push(path);
    }
    if (paths.length > MOST_FILES) return false;
  }
  return true;
}

async function digestOf(file: string): Promise<string> {
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  return createHash('sha256').update(bytes).digest('hex');
}
