import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { ignoredBy } from '../plan/ignore.ts';
import { type Path, type SourceMap, valueSpan } from '../spec/source-map.ts';
import type { Located, ProjectFiles, ResolvedSpec, Setting } from './types.ts';

/**
 * Which files of the project the build sees; what the spec includes replaces the preset's. What the
 * project's own ignore file names stays behind, but for what is included by its very name.
 */
export function resolveSource(
  { loaded, preset, data }: Setting,
  files: ProjectFiles,
): Omit<ResolvedSpec['build'], 'steps'> {
  const own = loaded.spec.source;
  const include = own?.include
    ? located(own.include, loaded.source, ['source', 'include'])
    : located(data.build.include, preset.source, ['build', 'include']);
  const ignored = ignoredBy(files.read);
  const named = include.map(({ value }) => value).filter((pattern) => !/[*?[\]]/.test(pattern));
  return {
    include,
    exclude: [
      ...(ignored ? [...ignored.patterns, ...named.map((name) => `!${name}`)] : []),
      ...(data.build.exclude ?? []),
      ...(own?.exclude ?? []),
    ],
    ...(ignored && { ignoredBy: ignored.file }),
  };
}

/** Which files the steps for dependencies see, whole or by name only; never what the spec excludes. */
export function dependencyFiles({
  loaded,
  data,
}: Setting): Omit<ResolvedSpec['dependencies'], 'steps'> {
  const { files = [], stubs } = data.dependencies ?? {};
  return { files, exclude: loaded.spec.source?.exclude ?? [], ...(stubs && { stubs }) };
}

/** Files without which the preset cannot work. */
export function missingFiles({ loaded, preset, data }: Setting, files: ProjectFiles): Diagnostic[] {
  const span = valueSpan(loaded.source, ['language']);
  return [...(data.dependencies?.required ?? []), ...(data.build.required ?? [])]
    .filter((file) => !files.has(file))
    .map((file) =>
      error(
        'plan/missing-source',
        `the project has no ${file}, which language: ${preset.name} needs`,
        {
          span,
          hint: HINTS[file] ?? `add ${file} to the folder of the spec, or name another language`,
        },
      ),
    );
}

const HINTS: Record<string, string> = {
  'package-lock.json': 'run npm install, and commit package-lock.json',
  'go.mod': 'run: go mod init example.com/app, or put the spec beside go.mod',
  'package.json': 'run: npm init, or put the spec beside package.json',
  'Cargo.lock': 'run: cargo generate-lockfile, and commit Cargo.lock',
  'Cargo.toml': 'run: cargo init, or put the spec beside the Cargo.toml of the workspace',
};

function located(patterns: string[], source: SourceMap, path: Path): Located<string>[] {
  return patterns.map((value, index) => ({ value, origin: valueSpan(source, [...path, index]) }));
}
