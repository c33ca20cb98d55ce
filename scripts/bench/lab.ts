import { join } from 'node:path';
import { cacheDir } from '../../src/cache.ts';
import { labPaths } from '../../src/engine/paths.ts';
import type { GoProgram } from '../../src/engine/recipe.ts';
import { goProgram } from '../../test/e2e/go-program.ts';

// What the bench takes of harden's own sources: it is bundled and loaded by bench.mjs.
export { type Buildkit, startBuildkit } from '../../test/e2e/buildkit.ts';
export { newBase } from './base.ts';
export { imageFiles } from './image-files.ts';

const KO_VERSION = '0.18.0';

const KO: GoProgram = {
  name: `ko-${KO_VERSION}`,
  module: {
    path: 'github.com/google/ko',
    version: `v${KO_VERSION}`,
    sum: 'h1:jkF5Fkvm+SMtqTt/SMzsCJO+6hz7FSDE6GRldGn0VVI=',
  },
  package: 'github.com/google/ko',
  env: { CGO_ENABLED: '0' },
  flags: ['-mod=mod', '-trimpath', '-ldflags', '-s -w'],
};

/** The path of ko, which is built once for all runs. */
export function ko(): Promise<string> {
  return goProgram(KO);
}

/** Programs of the lab, and the folder of the database that a build scanned with. */
export function labProgram(name: 'trivy' | 'harden-session'): string {
  return join(labPaths().bin, name);
}

export function trivyDatabase(digest: string): string {
  return join(cacheDir(), 'trivy-db', digest.replace(':', '-'), 'db');
}
