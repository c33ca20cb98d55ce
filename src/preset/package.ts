import { dirname, join, relative, resolve, sep } from 'node:path';
import { error, fail, ok, type Result } from '../diagnostics/diagnostic.ts';
import { projectFiles, readOwn } from '../project-files.ts';

/** An installed npm package that holds a preset. */
export interface PresetPackage {
  name: string;
  version: string;
  /** Absolute path of its preset.yaml. */
  file: string;
}

/**
 * The preset of an npm package, as `exports` of its package.json names it. Looked for in the
 * node_modules folders from the spec's folder up, as Node does; nothing of the package is run.
 */
export async function findPackage(
  name: string,
  specFolder: string,
): Promise<Result<PresetPackage | undefined>> {
  for (let folder = resolve(specFolder); ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', ...name.split('/'));
    const found = await readPackage(place);
    if (!found.ok || found.value) return found;
    if (dirname(folder) === folder) return ok(undefined);
  }
}

/** The package in a folder, or undefined where there is none. */
export async function readPackage(place: string): Promise<Result<PresetPackage | undefined>> {
  const text = await readOwn(place, 'package.json');
  if (text === undefined) return ok(undefined);
  const manifest = parsed(text);
  const { name, version } = manifest;
  const path = exported(manifest['exports']);
  if (typeof name !== 'string' || typeof version !== 'string') {
    return invalid(place, 'has no name or no version', 'add both, as npm needs them');
  }
  if (path === undefined || !/(?:^|\/)preset\.yaml$/.test(path)) {
    const hint = 'write "exports": "./preset.yaml" into its package.json';
    return invalid(place, 'exports no preset.yaml', hint);
  }
  const file = join(place, path);
  const inside = !relative(place, file).split(sep).includes('..');
  if (inside && projectFiles(place).has(path)) return ok({ name, version, file });
  return invalid(place, `exports ${path}, which is not in it`, 'name a file of the package');
}

/** `"./preset.yaml"` or `{".": "./preset.yaml"}`. */
function exported(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  if (typeof exports !== 'object' || exports === null) return undefined;
  const main = (exports as Record<string, unknown>)['.'];
  return typeof main === 'string' ? main : undefined;
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function invalid(place: string, what: string, hint: string): Result<never> {
  return fail(error('preset/invalid', `${join(place, 'package.json')} ${what}`, { hint }));
}
