import { basename } from 'node:path';
import { findFamily } from './base/find.ts';
import { type Diagnostic, ok, type Result } from './diagnostics/diagnostic.ts';
import { relabel } from './diagnostics/relabel.ts';
import { readLock } from './lock/file.ts';
import { look, type MadeFrom } from './origin.ts';
import { plan } from './plan/plan.ts';
import type { BuildPlan, Platform } from './plan/types.ts';
import { familiesOf } from './preset/base.ts';
import { findPreset } from './preset/find.ts';
import { governed } from './preset/governed.ts';
import { resolveSpec } from './preset/resolve.ts';
import type { Preset, ProjectFiles, ResolvedSpec } from './preset/types.ts';
import { projectFiles } from './project-files.ts';
import { readBase } from './spec/edit.ts';
import { type ReadSpec, readSpec } from './spec/read.ts';
import type { Spec } from './spec/schema.ts';
import { valueSpan } from './spec/source-map.ts';

/** A spec and all that was made of it. */
export interface Compiled {
  plan: BuildPlan;
  /** All that the spec names, whichever of them this is for. */
  platforms: readonly Platform[];
  /** The same for the other platforms of the spec, in its order. */
  others: Compiled[];
  /** The spec's path, as the user would write it. */
  file: string;
  /** Absolute path of the project folder. */
  folder: string;
  /** Its name among the images of the spec, where that has several. */
  image?: string;
  /** The files that were looked for, whether they were there or not. */
  looked: ReadonlySet<string>;
  /** Where these files alone decide the plan, and nothing is to be said of it. */
  madeFrom?: MadeFrom;
  /** As the spec writes it; `auto` only while no lock says what that is. */
  base: Spec['base'];
  /** What the spec says of steps, as it writes it. */
  build: Spec['build'];
  /** The texts that spans point into, by the name the span has. */
  sources: Map<string, string>;
  resolved: ResolvedSpec;
  preset: Pick<Preset, 'name' | 'text' | 'package'>;
  /** Where it is published, as the spec says. */
  publishTo: readonly string[];
  debianMirror?: string;
}

export interface CompileOptions {
  /** Of a spec with several images, the one of this name. */
  image?: string | undefined;
  platform?: Platform;
  /** Another base than the spec names. */
  base?: NonNullable<Spec['base']>;
}

/** Sources come with both: warnings and errors are shown with the lines they are about. */
export type CompileResult =
  | { ok: true; value: Compiled; warnings: Diagnostic[] }
  | { ok: false; diagnostics: Diagnostic[]; sources: Map<string, string> };

/** The same on every machine; who wants another one says so in the spec. */
const DEFAULT_PLATFORM: Platform = 'linux/amd64';

/**
 * The compiler with its reading: spec, preset and project files to a plan. Spans in the plan name
 * the spec's file alone; those in diagnostics have the path as the user gave it.
 */
export async function compile(
  pathOrFolder: string,
  options: CompileOptions = {},
): Promise<CompileResult> {
  const read = await readSpec(pathOrFolder, options.image);
  return read.ok ? compileSpec(read.value, options) : read;
}

/** The same for a spec that was read already, or that no file holds yet. */
export async function compileSpec(
  read: ReadSpec,
  options: CompileOptions = {},
): Promise<CompileResult> {
  const { file, folder, text, source, image } = read;
  const written = await withChosenBase(read, options.base);
  if (!written.ok) return { ok: false, diagnostics: written.diagnostics, sources: new Map() };
  const sources = new Map([
    [file, text],
    [source.file, text],
  ]);
  const found = await findPreset(written.value.language, folder);
  if (!found.ok) return failed(atLanguage(found.diagnostics, read), read, sources);
  const preset = found.value;
  sources.set(preset.file, preset.text);
  const loaded = governed({ ...read, spec: written.value }, preset);
  if (!loaded.ok) return failed(loaded.diagnostics, read, sources);
  const { spec } = loaded.value;
  const { files, looked } = watched(projectFiles(folder));
  for (const { file: name } of [...(preset.data.versions ?? []), ...(preset.data.ranges ?? [])]) {
    const content = files.read(name);
    if (content !== undefined) sources.set(name, content);
  }
  const ca = spec.runtime?.ca?.replace(/^\.\/+/, '');
  const certificates = ca && files.read(ca);
  if (ca && certificates) sources.set(ca, certificates);
  const [platform = DEFAULT_PLATFORM, ...rest] = options.platform
    ? [options.platform]
    : (spec.platforms ?? []);
  const families = await Promise.all(familiesOf(spec.base, preset.data).map(findFamily));
  const context = { platform, folderName: nameIn(folder, image), families };
  const resolved = resolveSpec(loaded.value, preset, files, context);
  if (!resolved.ok) return failed(resolved.diagnostics, read, sources);
  const planned = plan(resolved.value);
  if (!planned.ok) return failed(planned.diagnostics, read, sources);
  const others = await Promise.all(
    rest.map((one) => compileSpec(read, { ...options, platform: one })),
  );
  const refused = others.find((one) => !one.ok);
  if (refused) return refused;
  const { mirror } = resolved.value.debian;
  const alone = !options.platform && !options.base && read.spec.base !== 'auto';
  const decided = alone && planned.warnings.length === 0;
  return {
    ok: true,
    value: {
      plan: planned.value,
      platforms: spec.platforms ?? [DEFAULT_PLATFORM],
      others: others.flatMap((one) => (one.ok ? [one.value] : [])),
      file,
      folder,
      looked: new Set(looked.keys()),
      ...(decided && {
        madeFrom: { folder, spec: { file, text }, language: spec.language, preset, looked },
      }),
      ...(image !== undefined && { image }),
      base: spec.base,
      build: spec.build,
      sources,
      resolved: resolved.value,
      preset,
      publishTo: spec.publish?.to ?? [],
      ...(mirror && { debianMirror: mirror }),
    },
    warnings: relabel(planned.warnings, source.file, file),
  };
}

/** Files that are looked at once, and remember what was asked of them. */
function watched(files: ProjectFiles): {
  files: ProjectFiles;
  looked: Map<string, string | boolean>;
} {
  const looked = new Map<string, string | boolean>();
  const found = (path: string) => {
    const name = path.replace(/^(?:\.\/)+/, '');
    const known = looked.get(name) ?? look(files, name);
    looked.set(name, known);
    return known;
  };
  return {
    files: {
      has: (path) => found(path) !== false,
      read(path) {
        const text = found(path);
        return typeof text === 'string' ? text : undefined;
      },
    },
    looked,
  };
}

/** What an image without a name of its own is called after. */
function nameIn(folder: string, image?: string): string {
  return image === undefined ? basename(folder) : `${basename(folder)}-${image}`;
}

/** `base: auto` is what the lock says was chosen, and stays `auto` where nothing was yet. */
async function withChosenBase(
  { spec, folder }: ReadSpec,
  base: CompileOptions['base'],
): Promise<Result<Spec>> {
  if (base) return ok({ ...spec, base });
  if (spec.base !== 'auto') return ok(spec);
  const lock = await readLock(folder);
  if (!lock.ok) return lock;
  const chosen = lock.value?.base === undefined ? undefined : readBase(lock.value.base);
  return ok(chosen ? { ...spec, base: chosen } : spec);
}

function failed(
  diagnostics: Diagnostic[],
  { file, source }: ReadSpec,
  sources: Map<string, string>,
): CompileResult {
  return { ok: false, diagnostics: relabel(diagnostics, source.file, file), sources };
}

/** A preset that is not there is shown where the spec names it. */
function atLanguage(diagnostics: Diagnostic[], { source }: ReadSpec): Diagnostic[] {
  const span = valueSpan(source, ['language']);
  return diagnostics.map((one) => (one.span ? one : { ...one, span }));
}

/** A spec for each of its platforms. */
export function platformsOf(compiled: Compiled): Compiled[] {
  return [compiled, ...compiled.others];
}
