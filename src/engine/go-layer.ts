import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { writeLayer } from '../oci/layer.ts';
import type { Content, LayerBlob } from '../oci/types.ts';
import { downloadModule } from './go.ts';
import type { LabPaths } from './paths.ts';
import type { GO_RECIPE } from './recipe.ts';

type GoRecipe = typeof GO_RECIPE;

/** Compression in JavaScript costs seconds, and nothing of a toolchain is shipped. */
const LEVEL = 1;

/** The files that the go command itself makes executable when it downloads a toolchain. */
const EXECUTABLE = /^(bin|pkg\/tool)\/|^lib\/.*\/go_[^/]+_[^/]+_exec$/;
const OWNER = { uid: 0, gid: 0 } as const;

/** Go's distribution as a layer, from its toolchain module for this machine's architecture. */
export async function goLayer(
  recipe: GoRecipe,
  lab: LabPaths,
  blobs: string,
  signal: AbortSignal | undefined,
): Promise<LayerBlob> {
  const module = recipe.modules[process.arch as keyof GoRecipe['modules']];
  const log = join(lab.logs, 'go.log');
  const folder = await downloadModule(module, { cwd: lab.work, log, signal });
  const options = { level: LEVEL, ...(signal && { signal }) } as const;
  return writeLayer(distribution(folder, recipe), blobs, options);
}

/**
 * The module's files as they are in Go's own archives, in byte order. A module cannot hold another
 * one, so that its go.mod files are called `_go.mod`; and it has no execute bits. The go command
 * puts both right in the module cache when it first uses a toolchain: its go.mod files are passed
 * over, so that used and unused caches give the same bytes.
 */
export async function* distribution(
  folder: string,
  { root, omitted }: Pick<GoRecipe, 'root' | 'omitted'>,
): AsyncGenerator<Content> {
  const files = new Map(
    (await filesIn(folder, omitted)).map((from) => [join(root, renamed(from)), from]),
  );
  const folders = new Set([...files.keys()].flatMap(parentsOf));
  const paths = [...files.keys(), ...folders].map((path) => Buffer.from(path));
  for (const path of paths.sort(Buffer.compare).map(String)) {
    const from = files.get(path);
    if (from === undefined)
      yield { entry: { path, type: 'directory', mode: 0o755, size: 0, ...OWNER } };
    else yield await fileOf(path, join(folder, from), EXECUTABLE.test(from));
  }
}

/** The files to ship, relative to the folder. */
async function filesIn(folder: string, omitted: GoRecipe['omitted']): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const inOmitted = (path: string) =>
    path.split('/').some((part) => omitted.folders.some((name) => name === part));
  return entries
    .filter((entry) => entry.isFile() && entry.name !== 'go.mod')
    .map((entry) => join(relative(folder, entry.parentPath), entry.name))
    .filter((path) => !inOmitted(path) && !omitted.endings.some((end) => path.endsWith(end)));
}

function renamed(path: string): string {
  return basename(path) === '_go.mod' ? join(dirname(path), 'go.mod') : path;
}

function parentsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === '.' ? [] : [parent, ...parentsOf(parent)];
}

async function fileOf(path: string, file: string, executable: boolean): Promise<Content> {
  const { size } = await stat(file);
  const mode = executable ? 0o755 : 0o644;
  return { entry: { path, type: 'file', mode, size, ...OWNER }, body: createReadStream(file) };
}
