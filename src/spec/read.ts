import { open, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type Diagnostic, error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import { relabel } from '../diagnostics/relabel.ts';
import { isWithin } from '../project-files.ts';
import { decodeSpec, isTooLarge, tooLarge } from './decode.ts';
import { type LoadedFile, type LoadedSpec, loadFile, oneImage } from './load.ts';

/**
 * A spec that was read. `file` is its path as the user would write it, for messages; spans in
 * `source` name the file alone, so that a plan does not depend on the folder it is made from.
 */
export interface ReadSpec extends LoadedSpec {
  file: string;
  /** Absolute path of the project folder. */
  folder: string;
  text: string;
}

export const SPEC_FILE = 'hardening.yaml';

/** A file that was read, whatever it describes. */
export interface ReadFile extends Omit<ReadSpec, keyof LoadedSpec> {
  loaded: LoadedFile;
}

/**
 * Reads a spec from its file or from the folder it lies in; of a file with several images the one of
 * this name. All failures are diagnostics.
 */
export async function readSpec(pathOrFolder: string, image?: string): Promise<ReadResult> {
  const read = await readFile(pathOrFolder);
  if (!read.ok) return read;
  const { loaded, ...rest } = read.value;
  const found = oneImage(loaded, rest.file, image);
  if (!found.ok) return { ...found, sources: new Map([[rest.file, rest.text]]) };
  return { ok: true, value: { ...found.value, ...rest }, warnings: [] };
}

/** Reads a file that may describe one image, several, or a workspace. */
export async function readFile(pathOrFolder: string): Promise<ReadResult<ReadFile>> {
  const located = await locate(pathOrFolder);
  if (!located.ok) return { ...located, sources: new Map() };
  const file = located.value;
  const bytes = await readBytes(file);
  const decoded = bytes.ok ? decodeSpec(bytes.value, file) : bytes;
  if (!decoded.ok) return { ...decoded, sources: new Map() };
  const name = basename(file);
  const text = decoded.value;
  const loaded = loadFile(text, name);
  if (loaded.ok) {
    const value = { loaded: loaded.value, file, folder: resolve(dirname(file)), text };
    return { ok: true, value, warnings: [] };
  }
  const diagnostics = relabel(loaded.diagnostics, name, file);
  return { ok: false, diagnostics, sources: new Map([[file, text]]) };
}

/** A failed read has the text its diagnostics are about, for code frames. */
export type ReadResult<T = ReadSpec> =
  | Extract<Result<T>, { ok: true }>
  | { ok: false; diagnostics: Diagnostic[]; sources: Map<string, string> };

async function locate(path: string): Promise<Result<string>> {
  try {
    const found = await stat(path);
    if (found.isFile()) return own(path);
    if (!found.isDirectory()) return fail(notAFile(path, 'no regular file'));
  } catch (cause) {
    return fail(notThere(path, cause));
  }
  const file = join(path, SPEC_FILE);
  try {
    const found = await stat(file);
    // To open a FIFO waits until somebody writes to it.
    if (found.isFile()) return own(file);
    return fail(notAFile(file, found.isDirectory() ? 'a folder' : 'no regular file'));
  } catch (cause) {
    return fail(notThere(file, cause));
  }
}

/** A mistake is shown with its line, which must not be one of another file of the machine. */
function own(file: string): Result<string> {
  if (isWithin(dirname(file), basename(file))) return ok(file);
  return fail(notAFile(file, 'a link that leads out of its folder'));
}

/** The size is looked at first: what is far too large is not read at all. */
async function readBytes(file: string): Promise<Result<Uint8Array>> {
  try {
    const handle = await open(file);
    try {
      const found = await handle.stat();
      if (!found.isFile()) return fail(notAFile(file, 'no regular file'));
      if (isTooLarge(found.size)) return fail(tooLarge(file, found.size));
      return ok(await handle.readFile());
    } finally {
      await handle.close();
    }
  } catch (cause) {
    return fail(notThere(file, cause));
  }
}

function notThere(path: string, cause: unknown): Diagnostic {
  const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return error('spec/missing-file', `there is no ${path}`, {
      hint: `name a folder with a ${SPEC_FILE}, or the file itself: harden build path/to/folder`,
    });
  }
  const hint = 'make the file readable for the user that runs harden';
  return error('spec/unreadable', `${path} cannot be read (${code})`, { hint });
}

function notAFile(path: string, what: string): Diagnostic {
  const hint = `name a ${SPEC_FILE} that is a file`;
  return error('spec/unreadable', `${path} is ${what}, expected a file`, { hint });
}
