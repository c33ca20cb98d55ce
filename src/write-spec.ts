import { lstat, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Diagnostic, error } from './diagnostics/diagnostic.ts';
import { linked } from './link.ts';
import { outputFolder } from './output.ts';
import { writeWhole } from './records.ts';
import { specJsonSchema } from './spec/json-schema.ts';

export interface Refused {
  file: string;
  diagnostic: Diagnostic;
}

/**
 * Writes each spec as a whole or not at all: beside its place, then to it. One that is there already
 * stays, unless `force`.
 */
export async function writeSpecs(
  specs: readonly { file: string; text: string }[],
  force: boolean,
): Promise<Refused[]> {
  const refused: Refused[] = [];
  for (const { file, text } of specs) {
    const diagnostic = await write(file, text, force);
    if (diagnostic) refused.push({ file, diagnostic });
    else await keepSchema(dirname(file));
  }
  return refused;
}

/** For editors, relative to the spec; a spec without it is as good. */
export const SCHEMA_FILE = '.harden/hardening.schema.json';

async function keepSchema(folder: string): Promise<void> {
  const text = `${JSON.stringify(specJsonSchema(), null, 2)}\n`;
  await outputFolder(folder)
    .then(() => writeWhole(join(folder, SCHEMA_FILE), text))
    .catch(() => {});
}

async function write(file: string, text: string, force: boolean): Promise<Diagnostic | undefined> {
  if (!force && (await isThere(file))) return exists(file);
  const beside = `${file}.${process.pid}`;
  try {
    await writeFile(beside, text, { flag: 'wx' });
    // Unlike a move, a link never takes the place of what came there meanwhile.
    if (force || !(await linked(beside, file))) await rename(beside, file);
  } catch (cause) {
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') return exists(file);
    const hint =
      'make the folder writable, or see what would be written with: harden init --dry-run';
    return error('init/cannot-write', `${file} cannot be written (${code})`, { hint });
  } finally {
    await rm(beside, { force: true });
  }
  return undefined;
}

async function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

function exists(file: string): Diagnostic {
  const hint = 'keep it, or write over it with: harden init --force';
  return error('init/spec-exists', `there is ${file} already`, { hint });
}
