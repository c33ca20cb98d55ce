import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join, normalize, relative, resolve } from 'node:path';
import { error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { packagePath } from '../package-root.ts';
import { staysIn } from '../project-files.ts';
import { repositoryRoot } from '../repository-root.ts';
import { findPackage } from './package.ts';
import type { Preset } from './types.ts';

/** A preset that was found, before anybody knows what it says. */
export type PresetText = Pick<Preset, 'file' | 'text' | 'package'>;

/** The package's own presets. */
const BUILT_IN = packagePath('presets');
const PRESET_FILE = 'preset.yaml';
const MAX_BYTES = 256 * 1024;

/**
 * The text of a preset by its reference: a built-in name, a path relative to the folder of the spec, or an npm
 * package that is installed there. A package never takes the place of a built-in one. What lies outside of the
 * spec's repository is only read where it is called preset.yaml, as a mistake is shown with its line.
 */
export async function readPresetText(
  reference: string,
  specFolder: string,
): Promise<Result<PresetText>> {
  if (/^\.{1,2}\//.test(reference)) return findLocal(reference, specFolder);
  const names = await listPresets();
  if (names.includes(reference)) {
    const file = join(BUILT_IN, reference, PRESET_FILE);
    return read(file, `presets/${reference}/${PRESET_FILE}`);
  }
  const installed = await findPackage(reference, specFolder);
  if (!installed.ok) return installed;
  if (installed.value) {
    const { name, version, file } = installed.value;
    const found = await read(file, `${name}/${PRESET_FILE}`);
    return found.ok ? ok({ ...found.value, package: { name, version } }) : found;
  }
  const near = suggest(reference, names);
  const hint = near ? `did you mean ${near}?` : hintFor(reference, names);
  return fail(
    error('preset/not-found', `there is no preset ${JSON.stringify(reference)}`, { hint }),
  );
}

function hintFor(reference: string, names: readonly string[]): string {
  if (/[@/]|^harden-preset-/.test(reference)) {
    return `install the package beside the spec: npm install --save-dev ${reference}`;
  }
  return `use one of: ${names.join(', ')}, ./path/to/preset.yaml, or an npm package with one`;
}

/** Names of the built-in presets, in order. The folder is the registry. */
export async function listPresets(): Promise<string[]> {
  const entries = await readdir(BUILT_IN, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

async function findLocal(reference: string, specFolder: string): Promise<Result<PresetText>> {
  const place = resolve(specFolder, reference);
  const isFolder = await stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const file = isFolder ? join(place, PRESET_FILE) : place;
  const label = normalize(relative(specFolder, file)).replaceAll('\\', '/');
  const root = repositoryRoot(resolve(specFolder)) ?? specFolder;
  if (staysIn(root, relative(root, file)) || (await isPlainly(file, specFolder))) {
    return read(file, label);
  }
  const fact = `${label} lies outside of the project, or of the repository that the project is in`;
  const hint = 'copy it into the project, name it preset.yaml, or install it as an npm package';
  return fail(error('preset/not-found', fact, { hint }));
}

/** A preset.yaml where the spec says that it is, and no link. */
async function isPlainly(file: string, specFolder: string): Promise<boolean> {
  const [real, folder] = await Promise.all([file, specFolder].map((path) => realpath(path)));
  const written = resolve(folder ?? '', relative(specFolder, file));
  return basename(file) === PRESET_FILE && real === written;
}

async function read(file: string, label: string): Promise<Result<PresetText>> {
  try {
    const found = await stat(file);
    if (!found.isFile() || found.size > MAX_BYTES) {
      const hint = 'name a preset.yaml of at most 256 KiB, or the folder it lies in';
      return fail(error('preset/not-found', `${label} is no preset file`, { hint }));
    }
    return ok({ text: await readFile(file, 'utf8'), file: label });
  } catch (cause) {
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
    const fact = code === 'ENOENT' ? `there is no ${label}` : `${label} cannot be read (${code})`;
    const hint = 'write the path of a preset.yaml, relative to the folder of the spec';
    return fail(error('preset/not-found', fact, { hint }));
  }
}
