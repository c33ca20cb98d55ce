import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { eachFile, type LayerFile } from '../oci/extract.ts';
import type { LayerSource } from '../oci/layer-source.ts';
import { MARKERS } from './file-needs.ts';
import { markersIn } from './markers.ts';
import { readElf } from './read.ts';
import type { ElfFile } from './types.ts';

/** What can be started or loaded of a layer, by the names its tar has. */
export interface LayerIndex {
  elf: Record<string, ElfFile>;
  /** Scripts to the interpreter that their first line names. */
  scripts: Record<string, string>;
  /** ELF files to the texts in them that tell which files of a system they look up. */
  markers: Record<string, string[]>;
}

/** Changes whenever more or something else is read of a file. */
const FORMAT = 2;
/** The kernel reads no more of a script's first line. */
const FIRST_LINE = 256;

/** Reads a layer once; what it holds never changes, so it is written down in the blob folder. */
export async function layerIndex(
  image: LayerSource,
  layer: LayerSource['layers'][number],
  blobDir: string,
): Promise<LayerIndex> {
  const { digest } = layer.descriptor;
  const name = `elf-${FORMAT}-${digest.slice('sha256:'.length)}.json`;
  const record = join(blobDir, 'layers', name);
  const known = await readFile(record, 'utf8').catch(() => undefined);
  if (known !== undefined) return JSON.parse(known) as LayerIndex;
  const index: LayerIndex = { elf: {}, scripts: {}, markers: {} };
  await eachFile(
    image,
    layer,
    () => true,
    blobDir,
    (file) => add(index, file),
  );
  await mkdir(dirname(record), { recursive: true });
  const temporary = `${record}.${randomUUID()}`;
  await writeFile(temporary, JSON.stringify(index));
  await rename(temporary, record);
  return index;
}

async function add(index: LayerIndex, file: LayerFile): Promise<void> {
  if (file.size < 4) return;
  const start = Buffer.from(await file.read(0, FIRST_LINE));
  if (start.subarray(0, 4).toString('latin1') === '\x7fELF') {
    const elf = await readElf(file);
    if (!elf) return;
    index.elf[file.path] = elf;
    const markers = await markersIn(file, MARKERS);
    if (markers.length > 0) index.markers[file.path] = markers;
    return;
  }
  const interpreter = /^#![ \t]*(\/[^\s\0]+)(?:[ \t]+(\S+))?/.exec(start.toString('latin1'));
  if (!interpreter?.[1]) return;
  // `env` starts its argument, wherever that is.
  const [, program, argument] = interpreter;
  index.scripts[file.path] = program.endsWith('/env') && argument ? argument : program;
}
