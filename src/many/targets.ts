import { basename, dirname, join, normalize, resolve } from 'node:path';
import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { type ReadFile, type ReadResult, type ReadSpec, readFile } from '../spec/read.ts';
import { SPEC_FILE } from '../spec/text.ts';
import { foldersOf } from './folders.ts';

/** One image that a path names, or what is wrong with the file that should describe it. */
export interface Target {
  /** What tells it from the others: its folder, its image, or both as `folder:image`. */
  label: string;
  /** The folder or file, as the user would write it. */
  path: string;
  image?: string;
  read: ReadResult;
}

type Failed = Extract<ReadResult, { ok: false }>;

/**
 * Every image of some paths: of a folder with one, of a spec with several, of a workspace. Each is
 * there once, in the order of the paths and files. A file that is wrong is a target that failed.
 */
export async function findTargets(paths: readonly string[]): Promise<Target[]> {
  const found = (await Promise.all(paths.map((path) => targetsAt(path, true)))).flat();
  const keyOf = ({ path, image, read }: Target) =>
    `${read.ok ? resolve(read.value.file) : resolve(path)}\0${image ?? ''}`;
  const first = new Map<string, Target>();
  for (const target of found) if (!first.has(keyOf(target))) first.set(keyOf(target), target);
  return [...first.values()];
}

async function targetsAt(path: string, mayBeWorkspace: boolean): Promise<Target[]> {
  const read = await readFile(path);
  if (!read.ok) return [{ label: folderLabel(path) || path, path, read }];
  const { loaded, ...rest } = read.value;
  if (loaded.kind === 'workspace') {
    if (mayBeWorkspace) return inWorkspace(read.value, loaded.folders);
    return [failedAt(path, read.value, [nested(rest.file)])];
  }
  const images = loaded.kind === 'images' ? loaded.images : [loaded.image];
  return images.map((one) => ({
    label: [folderLabel(path), one.image].filter(Boolean).join(':') || '.',
    path,
    ...(one.image !== undefined && { image: one.image }),
    read: { ok: true, value: { ...one, ...rest }, warnings: [] } as {
      value: ReadSpec;
    } & ReadResult,
  }));
}

async function inWorkspace(
  file: ReadFile,
  folders: Extract<ReadFile['loaded'], { kind: 'workspace' }>['folders'],
): Promise<Target[]> {
  const root = dirname(file.file);
  const found = await Promise.all(
    folders.map(async ({ pattern, span }) => {
      const names = await foldersOf(root, pattern);
      if (names.length > 0) return (await Promise.all(names.map(inRoot(root)))).flat();
      const message = `no folder of ${JSON.stringify(pattern)} has a ${SPEC_FILE}`;
      const hint = 'name folders below this one that have one, or remove the line';
      const at = { ...span, file: file.file };
      return [failedAt(pattern, file, [error('spec/missing-file', message, { span: at, hint })])];
    }),
  );
  return found.flat();
}

function inRoot(root: string) {
  return (name: string) => targetsAt(join(root, name), false);
}

function failedAt(path: string, { file, text }: ReadFile, diagnostics: Diagnostic[]): Target {
  const read: Failed = { ok: false, diagnostics, sources: new Map([[file, text]]) };
  return { label: folderLabel(path) || path, path, read };
}

function nested(file: string): Diagnostic {
  const message = `${file} is the workspace of others, expected a spec`;
  const hint = 'name its folders in the workspace above it instead: services/*, tools/*';
  return error('spec/conflict', message, { span: { file, line: 1, column: 1, length: 1 }, hint });
}

/** Of the usual file its folder; nothing for the folder that the command runs in. */
function folderLabel(path: string): string {
  const folder = basename(path) === SPEC_FILE ? dirname(path) : path;
  const label = normalize(folder).replaceAll('\\', '/').replace(/\/$/, '');
  return label === '.' ? '' : label;
}
