import { constants, copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { PartSource } from './parts.ts';
import type { EjectedFile } from './types.ts';

/** What an ejected folder has; one with anything else in it is somebody's. */
const OWN =
  /^(?:Dockerfile(?:\.dockerignore)?|docker-bake\.json|build\.ts|package\.json|[\w-]+\.(?:oci\.tar|tar\.gz))$/;

/**
 * Writes the files of an ejection, in place of those of an earlier one.
 * @throws HardenError cli/output-exists.
 */
export async function writeEjected(
  folder: string,
  files: readonly EjectedFile[],
  parts: readonly PartSource[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const there = await readdir(folder);
  const foreign = there.find((name) => !OWN.test(name));
  if (foreign) {
    throw new HardenError(
      error('cli/output-exists', `${folder} has ${foreign}, which no ejection wrote`, {
        hint: 'name another folder of the project with --output, or remove it yourself',
      }),
    );
  }
  await Promise.all(there.map((name) => rm(join(folder, name))));
  for (const { part, blob } of parts) {
    await copyFile(blob, join(folder, part.file), constants.COPYFILE_FICLONE);
  }
  for (const { name, text } of files) await writeFile(join(folder, name), text);
}
