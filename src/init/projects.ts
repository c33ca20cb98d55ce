import type { Preset } from '../preset/types.ts';
import { LANGUAGES } from './languages/all.ts';
import { thatFile } from './lines.ts';
import type { Evidence, Language, ProjectView } from './types.ts';
import { folderOf, nameOf, within } from './view.ts';

/** A language that a folder's files show. */
export interface Sign {
  language: Language;
  evidence: Evidence;
  /** Its preset; undefined where there is none, or where it asks for another file. */
  preset: Preset | undefined;
  /** The preset is there, and what it looks for is not. */
  unready: boolean;
}

/** A folder with a project in it, and the languages its files show, the most telling first. */
export interface FoundProject {
  folder: string;
  signs: Sign[];
}

/** Folders that hold what helps the project, unless they are looked at themselves. */
const ASIDE =
  /^(?:\..*|examples?|samples?|tests?|testdata|fixtures|__fixtures__|e2e|docs?|documentation|scripts?|tools|hack|benchmarks?|build)$/;

/** Every folder that a language's files show, shallow ones first. */
export function findProjects(view: ProjectView, presets: readonly Preset[]): FoundProject[] {
  const folders = new Set<string>();
  const signs = new Set(LANGUAGES.flatMap((one) => signFiles(one, presetOf(one, presets))));
  for (const path of view.paths) {
    const folder = folderOf(path);
    if (!folder.split('/').some((part) => ASIDE.test(part)) && isSign(nameOf(path), signs)) {
      folders.add(folder);
    }
  }
  return [...folders]
    .map((folder) => ({ folder, signs: signsOf(within(view, folder), presets) }))
    .filter(({ signs }) => signs.length > 0);
}

/** All that was looked for, as the user would write it. */
export function lookedFor(presets: readonly Preset[]): string[] {
  return [...new Set(LANGUAGES.flatMap((one) => signFiles(one, presetOf(one, presets))))];
}

function signsOf(view: ProjectView, presets: readonly Preset[]): Sign[] {
  return LANGUAGES.flatMap((language): Sign[] => {
    const preset = presetOf(language, presets);
    const own = view.paths.filter((path) => !path.includes('/'));
    const find = (files: readonly string[]) =>
      files.flatMap((file) => own.filter((name) => isSign(name, new Set([file]))))[0];
    const ready = preset && find(preset.data.detect.any);
    const file = ready ?? find(language.signs);
    const evidence = file === undefined ? language.shows?.(view) : thatFile(view, file);
    if (!evidence || (language.beside && !view.has(language.beside))) return [];
    const unready = preset !== undefined && file !== undefined && ready === undefined;
    return [{ language, evidence, preset, unready }];
  });
}

function presetOf({ name }: Language, presets: readonly Preset[]): Preset | undefined {
  return presets.find((one) => one.name === name);
}

function signFiles(language: Language, preset: Preset | undefined): string[] {
  return [...(preset?.data.detect.any ?? []), ...language.signs].map(nameOf);
}

/** `*` stands for any part of a name, as in the patterns of presets. */
function isSign(name: string, signs: ReadonlySet<string>): boolean {
  if (signs.has(name)) return true;
  return [...signs].some((sign) => {
    if (!sign.includes('*')) return false;
    const parts = sign.split('*').map((part) => part.replace(/[.+?^$(){}|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('[^/]*')}$`).test(name);
  });
}
