import {
  constants,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { blobDir } from '../cache.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { plainOf } from '../oci/plain-layer.ts';
import { writeRootArchive } from '../oci/root-archive.ts';
import type { Platform } from '../plan/types.ts';
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
  { parts, platform }: { parts: readonly PartSource[]; platform: Platform },
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
  for (const { part, layer } of parts) {
    const target = join(folder, part.file);
    if (part.file.endsWith('.oci.tar')) await writeImage(layer, platform, target);
    else await copyFile(layer.file, target, constants.COPYFILE_FICLONE);
  }
  for (const { name, text } of files) await writeFile(join(folder, name), text);
}

/** The layer as an image of its own. */
async function writeImage(
  layer: PartSource['layer'],
  platform: Platform,
  target: string,
): Promise<void> {
  const work = await mkdtemp(`${target}-`);
  try {
    const plain = await plainOf(layer.digest, layer.file, blobDir());
    const { size } = await stat(layer.file);
    const whole = { ...layer, ...plain, size };
    const file = await writeRootArchive({ layer: whole, ref: 'part', platform, folder: work });
    await rename(file, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
