import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { blobDir, cacheDir } from '../cache.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { pullArtifact } from '../registry/artifact.ts';
import { byDigest } from '../registry/reference.ts';
import { type DatabaseFormat, openDatabase } from '../scan/database.ts';
import type { Database } from '../scan/types.ts';
import type { InputContext } from './context.ts';

/** One of Trivy's databases, unpacked: the folder with it and its metadata.json, and its bytes. */
export interface TrivyDatabase {
  folder: string;
  size: number;
  database: Database;
}

/** @throws HardenError scan/no-database or a registry code. */
export async function pullTrivyDatabase(
  ref: string,
  format: DatabaseFormat,
  context: Pick<InputContext, 'registry' | 'pins'>,
): Promise<TrivyDatabase> {
  const opened = await openDatabase(() => pull(ref, format, context), cacheDir(), format);
  const { size } = await stat(join(opened.dir, format.file));
  return { folder: opened.dir, size, database: opened.database };
}

async function pull(
  name: string,
  { layer }: DatabaseFormat,
  { registry, pins }: Pick<InputContext, 'registry' | 'pins'>,
) {
  const pinned = pins.database(name);
  const wanted = pinned ? byDigest(name, pinned.digest) : name;
  const { ref, digest, layers } = await pullArtifact(registry, wanted, blobDir());
  const file = layers.find(({ descriptor }) => descriptor.mediaType === layer)?.file;
  if (file) return { ref, digest, file };
  throw new HardenError(
    error('scan/no-database', `${ref} holds no layer of the type ${layer}`, {
      hint: 'serve a database for Trivy 0.74 under this name',
    }),
  );
}
