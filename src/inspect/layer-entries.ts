import { atMost } from '../oci/entry-limit.ts';
import { layerBytes } from '../oci/layer-bytes.ts';
import { recorded, recordFile } from '../oci/layer-record.ts';
import type { LayerSource } from '../oci/layer-source.ts';
import { badArchive } from '../oci/tar-header.ts';
import { readTar, type TarEntry } from '../oci/tar-read.ts';
import { writeRecord } from '../records.ts';
import { rooted } from './root.ts';

/** A layer as its tar has it, whatever the layers below. */
export interface LayerEntries {
  /** In the order of the tar. */
  entries: readonly TarEntry[];
  /** Texts by the index of their entry, as far as they were read. */
  texts: Map<number, string>;
}

export interface LayerReader {
  image: LayerSource;
  digest: string;
  /** Files whose text will be asked for, as far as their name in the tar tells. */
  likely: (path: string) => boolean;
  /** The blob folder, which keeps what was read for the next process. */
  blobDir: string | undefined;
  signal: AbortSignal | undefined;
}

/** Changes whenever more or something else is read of a layer. */
const RECORD = 'entries-2';

/** Larger files are no package databases and no settings. */
const MAX_TEXT = 16 * 1024 * 1024;
const MAX_SETTING = 64 * 1024;
/** A whole operating system has a tenth of it. */
const MAX_ENTRIES = 2_000_000;

/** Of a path or the target of a link: no system could unpack more, and each part of it is looked up. */
const MAX_NAME = 4096;

const known = new Map<string, Promise<LayerEntries>>();

/**
 * Reads a layer once in the life of a process, or of a blob folder, as what a digest stands for
 * never changes: many images share layers, and of one image several questions are asked.
 */
export async function layerEntries(reader: LayerReader): Promise<LayerEntries> {
  const running = known.get(reader.digest);
  // A reader that was stopped or failed speaks for itself only.
  if (running) return running.catch(() => layerEntries(reader));
  // Settings are small, and who asks for one of them is often followed by who asks for others.
  const reading = kept(reader, ({ path, size }) => {
    const name = rooted(path);
    return reader.likely(name) || (size <= MAX_SETTING && name.startsWith('etc/'));
  });
  known.set(reader.digest, reading);
  reading.catch(() => known.delete(reader.digest));
  return reading;
}

/** The texts of entries, by their indexes. The layer is read again when it has not kept them all. */
export async function textsOf(
  layer: LayerEntries,
  indexes: readonly number[],
  reader: LayerReader,
): Promise<ReadonlyMap<number, string>> {
  const { entries, texts } = layer;
  const missing = new Set(
    indexes.filter((index) => !texts.has(index) && mayBeText(entries[index])),
  );
  if (missing.size === 0) return texts;
  const more = await read(reader, (_entry, index) => missing.has(index));
  for (const [index, text] of more.texts) texts.set(index, text);
  if (reader.blobDir)
    await writeRecord(recordFile(reader.blobDir, RECORD, reader.digest), recordOf(layer));
  return texts;
}

async function kept(
  reader: LayerReader,
  wanted: (entry: TarEntry) => boolean,
): Promise<LayerEntries> {
  const { blobDir, digest } = reader;
  if (!blobDir) return read(reader, wanted);
  const { entries, texts } = await recorded(blobDir, RECORD, digest, async () =>
    recordOf(await read(reader, wanted)),
  );
  return { entries, texts: new Map(texts) };
}

function recordOf({ entries, texts }: LayerEntries) {
  return { entries, texts: [...texts] };
}

async function read(
  { image, digest, signal }: LayerReader,
  wanted: (entry: TarEntry, index: number) => boolean,
): Promise<LayerEntries> {
  const entries: TarEntry[] = [];
  const texts = new Map<number, string>();
  const { source, close } = await layerBytes(image.blobPath(digest), digest);
  try {
    for await (const entry of atMost(MAX_ENTRIES, readTar(source, digest), digest)) {
      signal?.throwIfAborted();
      if (Math.max(entry.path.length, entry.target.length) > MAX_NAME) {
        throw badArchive(digest, `it has a name of more than ${MAX_NAME} letters`);
      }
      const index = entries.push(entry) - 1;
      if (!mayBeText(entry) || !wanted(entry, index)) continue;
      texts.set(index, (await source.read(entry.size)).toString('utf8'));
    }
  } finally {
    await close();
  }
  return { entries, texts };
}

function mayBeText(entry: TarEntry | undefined): boolean {
  return entry?.type === 'file' && entry.size <= MAX_TEXT;
}
