import { eachFile, type LayerFile } from '../oci/extract.ts';
import { recorded } from '../oci/layer-record.ts';
import type { LayerSource } from '../oci/layer-source.ts';
import { type Linked, linkedInto } from '../scan/linked.ts';
import { checksumsOf } from './checksums.ts';
import { MARKERS } from './file-needs.ts';
import { markersIn } from './markers.ts';
import { readElf } from './read.ts';
import { type Runtime, runtimeOf } from './runtime.ts';
import type { ElfFile } from './types.ts';

/** What can be started or loaded of a layer, by the names its tar has. */
export interface LayerIndex {
  elf: Record<string, ElfFile>;
  /** Scripts to the interpreter that their first line names. */
  scripts: Record<string, string>;
  /** ELF files to the texts in them that tell which files of a system they look up. */
  markers: Record<string, string[]>;
  /** Programs that list what is linked into them. */
  linked: Record<string, Linked>;
  runtimes: Record<string, Runtime>;
  /** Of ELF files, as package managers write them down. */
  checksums: Record<string, string[]>;
}

/** Changes whenever more or something else is read of a file. */
const FORMAT = 5;
/** The kernel reads no more of a script's first line. */
const FIRST_LINE = 256;

/** The indexes of all layers of an image, lowest first. */
export function layerIndexes(image: LayerSource, blobDir: string): Promise<LayerIndex[]> {
  return Promise.all(image.layers.map((layer) => layerIndex(image, layer, blobDir)));
}

/** Reads a layer once: the blob folder has a record of it then. */
function layerIndex(
  image: LayerSource,
  layer: LayerSource['layers'][number],
  blobDir: string,
): Promise<LayerIndex> {
  return recorded(blobDir, `elf-${FORMAT}`, layer.descriptor.digest, () =>
    read(image, layer, blobDir),
  );
}

async function read(
  image: LayerSource,
  layer: LayerSource['layers'][number],
  blobDir: string,
): Promise<LayerIndex> {
  const index: LayerIndex = {
    elf: {},
    scripts: {},
    markers: {},
    linked: {},
    runtimes: {},
    checksums: {},
  };
  await eachFile(
    image,
    layer,
    () => true,
    blobDir,
    (file) => add(index, file),
  );
  return index;
}

async function add(index: LayerIndex, file: LayerFile): Promise<void> {
  if (file.size < 4) return;
  const start = Buffer.from(await file.read(0, FIRST_LINE));
  if (start.subarray(0, 4).toString('latin1') === '\x7fELF') {
    const elf = await readElf(file);
    if (!elf) return;
    index.elf[file.path] = elf;
    index.checksums[file.path] = await checksumsOf(file);
    const markers = await markersIn(file, MARKERS);
    if (markers.length > 0) index.markers[file.path] = markers;
    const linked = await linkedInto(file);
    if (linked) index.linked[file.path] = linked;
    const runtime = await runtimeOf(file.path, file);
    if (runtime) index.runtimes[file.path] = runtime;
    return;
  }
  const interpreter = /^#![ \t]*(\/[^\s\0]+)(?:[ \t]+(\S+))?/.exec(start.toString('latin1'));
  if (!interpreter?.[1]) return;
  // `env` starts its argument, wherever that is.
  const [, program, argument] = interpreter;
  index.scripts[file.path] = program.endsWith('/env') && argument ? argument : program;
}
