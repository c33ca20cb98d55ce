import type { Root } from '../elf/closure.ts';
import type { LayerIndex } from '../elf/layer-index.ts';
import type { Runtime } from '../elf/runtime.ts';
import type { ElfFile } from '../elf/types.ts';
import type { LayerKind } from '../report/types.ts';
import type { Linked } from '../scan/linked.ts';
import { follow } from './root.ts';
import type { ImageFile, Inventory } from './types.ts';

/** The final root of an image as a dynamic loader sees it, and its scripts. */
export interface ImageRoot extends Root {
  /** ELF files, by path. */
  binaries: Binary[];
  /** Scripts that may be started, with the interpreter they name. */
  scripts: { path: string; kind: LayerKind; interpreter: string }[];
}

interface Binary {
  path: string;
  kind: LayerKind;
  elf: ElfFile;
  markers: string[];
  /** As package managers write them down. */
  checksums: string[];
  /** What it says is linked into it, if it does. */
  linked?: Linked;
  runtime?: Runtime;
}

/** `indexes`: of the image's layers, lowest first. */
export function imageRoot(
  indexes: readonly LayerIndex[],
  { files }: Pick<Inventory, 'files'>,
): ImageRoot {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const elfOf = ({ layer, entry }: ImageFile) => indexes[layer]?.elf[entry];
  const at = (path: string) => {
    const place = follow(byPath, path, true);
    const found = place === undefined ? undefined : byPath.get(place);
    return found?.type === 'hardlink' ? byPath.get(found.target ?? '') : found;
  };
  return {
    elf(path) {
      const file = at(path);
      const elf = file && elfOf(file);
      return elf && { path: `/${file.path}`, elf };
    },
    has: (path) => at(path) !== undefined,
    binaries: files.flatMap((file) => {
      const elf = file.type === 'file' ? elfOf(file) : undefined;
      if (!elf) return [];
      const { markers, linked, runtimes, checksums } = indexes[file.layer] as LayerIndex;
      const list = linked[file.entry];
      const runtime = runtimes[file.entry];
      return [
        {
          path: `/${file.path}`,
          kind: file.kind,
          elf,
          markers: markers[file.entry] ?? [],
          checksums: checksums[file.entry] ?? [],
          ...(list && { linked: list }),
          ...(runtime && { runtime }),
        },
      ];
    }),
    scripts: files.flatMap((file) => {
      const interpreter = indexes[file.layer]?.scripts[file.entry];
      if (!interpreter || file.type !== 'file' || !(file.mode & 0o111)) return [];
      return [{ path: `/${file.path}`, kind: file.kind, interpreter }];
    }),
  };
}
