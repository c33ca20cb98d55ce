import { randomUUID } from 'node:crypto';
import {
  constants,
  copyFile,
  link,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { blobPath } from './blob-writer.ts';
import { canonicalJson, type OciIndex } from './spec.ts';

export interface LayoutFiles {
  index: OciIndex;
  documents: { digest: string; bytes: Uint8Array }[];
  blobs: {
    digest: string;
    size: number;
    file: string;
    /** Never a second name of a file that others use, as the layout leaves this machine. */
    copy?: boolean;
  }[];
}

/** Marks the folders that harden wrote and may therefore replace. */
const MARK = 'harden.layout';
const NAMES = new Set(['oci-layout', 'index.json', 'blobs']);

/** Writes an OCI layout next to its place and then renames it: no half of one is ever seen. */
export async function writeLayout(
  files: LayoutFiles,
  layoutDir: string,
  signal?: AbortSignal,
): Promise<void> {
  const target = resolve(layoutDir);
  await mkdir(dirname(target), { recursive: true });
  await refuseForeign(target);
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}`);
  try {
    await fill(temporary, files, signal);
    await swap(temporary, target);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function fill(dir: string, files: LayoutFiles, signal?: AbortSignal): Promise<void> {
  const blobs = join(dir, 'blobs');
  await mkdir(join(blobs, 'sha256'), { recursive: true });
  for (const blob of files.blobs) {
    signal?.throwIfAborted();
    await place(blob, blobPath(blobs, blob.digest));
  }
  for (const { digest, bytes } of files.documents) await writeFile(blobPath(blobs, digest), bytes);
  const index = { ...files.index, annotations: { ...files.index.annotations, [MARK]: '1' } };
  await writeFile(join(dir, 'index.json'), canonicalJson(index));
  await writeFile(join(dir, 'oci-layout'), canonicalJson({ imageLayoutVersion: '1.0.0' }));
  signal?.throwIfAborted();
}

/** A second name of the cached blob where the file system allows it, else a copy. */
async function place(blob: LayoutFiles['blobs'][number], target: string): Promise<void> {
  const { size } = await stat(blob.file);
  if (size !== blob.size) throw new Error(`${blob.file}: ${size} bytes, expected ${blob.size}`);
  try {
    if (blob.copy) return await copyFile(blob.file, target, constants.COPYFILE_FICLONE);
    await link(blob.file, target);
  } catch (cause) {
    // The same layer may be in an image twice.
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return;
    if (blob.copy) throw cause;
    await copyFile(blob.file, target, constants.COPYFILE_FICLONE);
  }
}

async function swap(temporary: string, target: string): Promise<void> {
  const old = `${temporary}.old`;
  const replaced = await rename(target, old).then(
    () => true,
    (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'ENOENT') throw cause;
      return false;
    },
  );
  try {
    await rename(temporary, target);
  } catch (cause) {
    if (replaced) await rename(old, target);
    throw cause;
  }
  await rm(old, { recursive: true, force: true });
}

/** Only a missing or empty folder, or a layout that harden wrote itself, may be replaced. */
async function refuseForeign(dir: string): Promise<void> {
  const names = await readdir(dir).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    if (cause.code === 'ENOTDIR') return undefined;
    throw cause;
  });
  if (names?.length === 0) return;
  if (names?.every((name) => NAMES.has(name)) && (await isMarked(dir))) return;
  throw new HardenError(
    error('cli/output-exists', `${dir} exists and is not an image that harden wrote`, {
      hint: 'choose another path with --output, or remove it yourself',
    }),
  );
}

async function isMarked(dir: string): Promise<boolean> {
  try {
    const index = JSON.parse(await readFile(join(dir, 'index.json'), 'utf8')) as OciIndex;
    return index.annotations?.[MARK] === '1';
  } catch {
    return false;
  }
}
