import { basename, dirname, resolve } from 'node:path';
import type { Diagnostic, Result } from '../diagnostics/diagnostic.ts';
import { relabel } from '../diagnostics/relabel.ts';
import { type LoadedFile, type LoadedSpec, loadFile, oneImage } from './load.ts';
import { readSpecText } from './text.ts';

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
  const found = await readSpecText(pathOrFolder);
  if (!found.ok) return { ...found, sources: new Map() };
  const { file, text } = found.value;
  const name = basename(file);
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
