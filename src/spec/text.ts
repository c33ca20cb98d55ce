import { open, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Diagnostic, error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import { isWithin } from '../project-files.ts';
import { decodeSpec, isTooLarge, tooLarge } from './decode.ts';

export const SPEC_FILE = 'hardening.yaml';

/**
 * The text of a spec, from its file or from the folder it lies in, before anybody knows what it says. `file` is its
 * path as the user would write it.
 */
export async function readSpecText(
  pathOrFolder: string,
): Promise<Result<{ file: string; text: string }>> {
  const located = await locate(pathOrFolder);
  if (!located.ok) return located;
  const file = located.value;
  const bytes = await readBytes(file);
  const decoded = bytes.ok ? decodeSpec(bytes.value, file) : bytes;
  return decoded.ok ? ok({ file, text: decoded.value }) : decoded;
}

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
