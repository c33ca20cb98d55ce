import { basename } from 'node:path';
import { hexOf } from './plan/digest.ts';
import type { PresetText } from './preset/text.ts';
import type { ProjectFiles } from './preset/types.ts';

/** The files that a plan was made of, by what they are called and what they say. */
export interface Origin {
  /** Name of the folder, which an image without a name of its own is called after. */
  folder: string;
  spec: { name: string; text: string };
  preset: { reference: string; file: string; text: string };
  /** Files of the project by path, as `look` found them. */
  looked: Record<string, string | boolean>;
}

/** All that decides a plan, besides harden itself, as it was read. */
export interface MadeFrom {
  folder: string;
  spec: { file: string; text: string };
  /** As the spec names its preset. */
  language: string;
  preset: Pick<PresetText, 'file' | 'text'>;
  looked: Iterable<readonly [path: string, found: string | boolean]>;
}

export function originOf({ folder, spec, language, preset, looked }: MadeFrom): Origin {
  return {
    folder: basename(folder),
    spec: { name: basename(spec.file), text: hexOf(spec.text) },
    preset: { reference: language, file: preset.file, text: hexOf(preset.text) },
    looked: Object.fromEntries(
      [...looked].map(([path, found]) => [path, typeof found === 'string' ? hexOf(found) : found]),
    ),
  };
}

/** The text of a file of the project; of one that is not read whether it is there. */
export function look(files: ProjectFiles, path: string): string | boolean {
  return files.read(path) ?? files.has(path);
}
