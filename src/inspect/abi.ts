import { type Closure, closureOf } from '../elf/closure.ts';
import { isOpenedFirst, type Opened, opensBeyond, pathsLike } from '../elf/dlopen.ts';
import { type FileNeed, missingFiles } from '../elf/file-needs.ts';
import { layerIndexes } from '../elf/layer-index.ts';
import type { Machine } from '../elf/types.ts';
import { isOfApp, type LayerSource } from '../oci/layer-source.ts';
import { type Architecture, architectureOf } from '../plan/platform.ts';
import type { ImageConfig, Platform } from '../plan/types.ts';
import { type ImageRoot, imageRoot } from './image-root.ts';
import type { Inventory } from './types.ts';

/** Whether what harden put into an image can start there, as far as its files tell. */
export interface Abi extends Closure {
  root: ImageRoot;
  /** Paths that were held against the image. */
  subjects: string[];
  /** What the libraries in use are known to load by themselves and the image does not have. */
  absent: Opened[];
  /** Files that programs of ours look up by themselves and the image does not have. */
  files: (FileNeed & { by: string })[];
  /** Scripts whose interpreter is not there; `starts`: the entrypoint is one. */
  scripts: { path: string; interpreter: string; starts: boolean }[];
}

const MACHINE: Record<Architecture, Machine> = { amd64: 'x86_64', arm64: 'aarch64' };

/** Texts that say where the loader looks. */
export function isLoaderSetting(path: string): boolean {
  return /^etc\/(?:ld\.so\.conf(?:\.d\/[^/]+\.conf)?|ld-musl-[^/]+\.path)$/.test(path);
}

/** Loads every binary of ours as the image's own loader would, and looks for the interpreters. */
export async function checkAbi(
  image: LayerSource,
  inventory: Inventory,
  config: Pick<ImageConfig, 'Entrypoint' | 'Env'>,
  platform: Platform,
  blobDir: string,
): Promise<Abi> {
  const root = imageRoot(await layerIndexes(image, blobDir), inventory);
  const [program = ''] = config.Entrypoint;
  const own = root.binaries.filter(({ kind }) => isOfApp(kind)).map(({ path }) => path);
  const subjects = [...new Set([...own, ...(root.elf(program) ? [program] : [])])];
  const closure = closureOf({
    root,
    subjects,
    machine: MACHINE[architectureOf(platform)],
    libraryPath: foldersOf(config.Env, 'LD_LIBRARY_PATH'),
    configured: configuredFolders(inventory),
    opened: root.binaries.map(({ path }) => path).filter(isOpenedFirst),
  });
  const names = namesInUse(closure, subjects, root);
  return {
    ...closure,
    root,
    subjects,
    absent: opensBeyond(names).filter((one) => one.required && !one.opens.some(isThere)),
    files: root.binaries
      .filter(({ kind }) => isOfApp(kind))
      .flatMap(({ path, markers }) =>
        missingFiles(markers, root.has).map((need) => ({ ...need, by: path })),
      ),
    scripts: root.scripts
      .filter(({ kind, interpreter }) => isOfApp(kind) && !isStartable(interpreter))
      .map(({ path, interpreter }) => ({ path, interpreter, starts: path === program })),
  };

  function isThere(pattern: string): boolean {
    const wanted = pathsLike(pattern);
    return inventory.files.some(({ path }) => wanted.test(path));
  }

  function isStartable(interpreter: string): boolean {
    if (interpreter.startsWith('/')) return root.has(interpreter);
    return foldersOf(config.Env, 'PATH').some((folder) => root.has(`${folder}/${interpreter}`));
  }
}

/** By what was asked for and by soname, as loaders know them; a file may be called otherwise. */
function namesInUse({ libraries }: Closure, subjects: string[], root: ImageRoot): string[] {
  const named = (path: string, name: string) => [lastPart(name), root.elf(path)?.elf.soname ?? ''];
  return [
    ...libraries.flatMap(({ path, name }) => named(path, name)),
    ...subjects.flatMap((path) => named(path, path)),
  ];
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function foldersOf(env: readonly string[], name: string): string[] {
  const value = env.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';
  return value.split(':').filter((folder) => folder.startsWith('/'));
}

/** glibc reads its configuration through a cache only; musl's file replaces its defaults. */
export function configuredFolders({ texts, files }: Pick<Inventory, 'texts' | 'files'>): string[] {
  const cached = files.some(({ path }) => path === 'etc/ld.so.cache');
  return [...texts]
    .filter(([path]) => isLoaderSetting(path) && (cached || path.includes('musl')))
    .flatMap(([, text]) => text.split(/[\n:]/))
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((line) => line.startsWith('/'));
}
