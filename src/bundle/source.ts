import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { fileRange, fileSource } from '../oci/byte-source.ts';
import { readTar } from '../oci/tar-read.ts';

/** The files of a bundle, wherever they are: a folder, or a tar that is read where it lies. */
export interface BundleSource {
  /** Bytes, or nothing where there is no such file. */
  size(path: string): Promise<number | undefined>;
  stream(path: string): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

const CHUNK = 256 * 1024;

/**
 * Opens a layout folder or a tar of one. @throws HardenError bundle/unreadable for what is neither,
 * bundle/damaged for a tar that was cut off.
 */
export async function openSource(path: string, shown: string): Promise<BundleSource> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(shown, cause.code === 'ENOENT' ? 'it does not exist' : `${cause.code}`);
  });
  return found.isDirectory() ? folderAt(path) : archiveAt(path, found.size, shown);
}

function folderAt(folder: string): BundleSource {
  return {
    size: (path) =>
      stat(join(folder, path)).then(
        (found) => (found.isFile() ? found.size : undefined),
        () => undefined,
      ),
    stream: (path) => createReadStream(join(folder, path), { highWaterMark: CHUNK }),
    close: async () => {},
  };
}

async function archiveAt(path: string, size: number, shown: string): Promise<BundleSource> {
  const handle = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(shown, `${cause.code}`);
  });
  try {
    const places = await placesIn(handle, size, shown);
    return {
      size: async (name) => places.get(name)?.size,
      stream: (name) => {
        const place = places.get(name) ?? { offset: 0, size: 0 };
        return fileRange(handle, place.offset, place.size);
      },
      close: () => handle.close(),
    };
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

type Places = Map<string, { offset: number; size: number }>;

async function placesIn(handle: FileHandle, size: number, path: string): Promise<Places> {
  const places: Places = new Map();
  try {
    for await (const entry of readTar(fileSource(handle, size), path)) {
      const name = entry.path.replace(/^(?:\.\/)+/, '');
      if (entry.type === 'file') places.set(name, { offset: entry.offset, size: entry.size });
    }
  } catch (thrown) {
    if (!(thrown instanceof HardenError)) throw thrown;
    if (places.size === 0) throw unreadable(path, 'it is neither a tar nor a folder');
    throw damaged(path, 'it was cut off, or is damaged');
  }
  return places;
}

export function unreadable(path: string, why: string): HardenError {
  return new HardenError(
    error('bundle/unreadable', `${path} cannot be read as a bundle: ${why}`, {
      hint: 'name what this wrote, a .tar or a folder: harden bundle --output FILE',
    }),
  );
}

export function damaged(path: string, fact: string): HardenError {
  return new HardenError(
    error('bundle/damaged', `the bundle ${path}: ${fact}`, {
      hint: 'copy it again from where it was written, and compare the digests of both files',
    }),
  );
}
