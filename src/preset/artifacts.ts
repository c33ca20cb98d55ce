import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import type { Artifact, Expectation } from '../plan/types.ts';
import { CONTAINER_PATH } from '../spec/grammar.ts';
import { type Path, type SourceMap, valueSpan } from '../spec/source-map.ts';
import type { Setting } from './types.ts';
import { applies } from './when.ts';

/** What crosses into the image: the artifacts of the spec, all of the app, else the preset's. */
export function resolveArtifacts({ loaded, preset, data, plain }: Setting): Artifact[] {
  const own = loaded.spec.artifacts;
  if (own) {
    return own.map((one, index) =>
      artifactOf({ ...one, layer: 'app' }, loaded.source, ['artifacts', index]),
    );
  }
  return data.artifacts.flatMap((one, index) =>
    applies(one.when, plain) ? [artifactOf(one, preset.source, ['artifacts', index])] : [],
  );
}

/** Paths of a preset are made from inputs, so they are held against the grammar once more. */
export function badPaths(artifacts: readonly Artifact[]): Diagnostic[] {
  return artifacts.flatMap(({ from, to, origin }) =>
    [from, to]
      .filter((path) => !CONTAINER_PATH.test(path))
      .map((path) =>
        error('preset/bad-input', `the path ${JSON.stringify(path)} is not absolute and plain`, {
          span: origin,
          hint: 'give the inputs it is made of values without / and ..',
        }),
      ),
  );
}

/**
 * What a scanner has to see, by the preset. Where a spec with artifacts of its own puts the program
 * elsewhere, the proof is asked of what it starts, or of all that it ships.
 */
export function resolveExpectations(
  { data, loaded, plain }: Setting,
  artifacts: Artifact[],
  entrypoint: readonly string[],
): Expectation[] {
  const moved: Record<Expectation['kind'], string | undefined> = {
    'bun-lock': undefined,
    'composer-lock': undefined,
    'dotnet-deps': '/',
    'gemfile-lock': undefined,
    'go-buildinfo': entrypoint[0],
    'java-jars': '/',
    'linked-packages': entrypoint[0],
    'node-modules': '/',
    'npm-lock': undefined,
    opaque: entrypoint[0],
    'pnpm-lock': undefined,
    'python-dist-info': '/',
    'python-poetry-lock': undefined,
    'python-requirements': undefined,
    'python-uv-lock': undefined,
    'rust-audit': entrypoint[0],
    'yarn-lock': undefined,
  };
  const ships = (path: string) => artifacts.some(({ to }) => isBelow(path, to));
  const expected = (data.expect ?? []).filter(({ when }) => applies(when, plain));
  return expected.map(({ kind, path }) => {
    const stays = !loaded.spec.artifacts || ships(path);
    return { kind, path: stays ? path : (moved[kind] ?? path) };
  });
}

export function isBelow(path: string, folder: string): boolean {
  const bare = folder.replace(/\/+$/, '');
  return path === bare || path.startsWith(`${bare}/`);
}

interface WrittenArtifact {
  from: string;
  to: string;
  mode?: string | undefined;
  exclude?: string[] | undefined;
  layer: Artifact['layer'];
}

function artifactOf(written: WrittenArtifact, source: SourceMap, path: Path): Artifact {
  const { from, to, mode, exclude, layer } = written;
  return {
    from,
    to,
    ...(mode && { mode }),
    ...(exclude && exclude.length > 0 && { exclude }),
    layer,
    origin: valueSpan(source, [...path, 'from']),
  };
}
