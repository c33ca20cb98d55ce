import type { ImageParts, Pipeline } from './dagger/index.ts';
import { type Diagnostic, error } from './diagnostics/diagnostic.ts';
import { kindOf } from './oci/layer-source.ts';
import type { Layout } from './oci/layout.ts';
import { writeLoadArchive } from './oci/load-archive.ts';
import type { SmokeTest } from './plan/types.ts';
import { projectFiles } from './project-files.ts';
import { judgeSmoke } from './smoke/judge.ts';
import type { SmokeResult } from './smoke/types.ts';

export interface SmokeTestInput {
  layout: Layout;
  tests: readonly SmokeTest[];
  writable: readonly string[];
  /** The root that runs the tests, as an archive. */
  helper: () => Promise<string>;
  pipeline: Pick<Pipeline, 'smoke'>;
  /** Paths of the files of the image, relative to its root. */
  files: readonly string[];
  /** The project folder. */
  folder: string;
  /** A path in the run's own folder. */
  path: (name: string) => string;
  cacheBuster?: string;
}

/** Runs the finished image as production would, and judges what it did. */
export async function smokeTest(input: SmokeTestInput): Promise<SmokeResult[]> {
  const { layout, tests, path, pipeline, writable, cacheBuster } = input;
  if (tests.length === 0) return [];
  const helper = await input.helper();
  const facts = await pipeline.smoke({
    archive: (parts) => archiveOf(layout, parts, path(`smoke-${parts}.tar`)),
    config: layout.config,
    tests,
    writable,
    helper,
    ...(cacheBuster && { cacheBuster }),
  });
  const about = {
    workdir: layout.config.config?.WorkingDir || '/',
    files: input.files.map((file) => `/${file}`),
    project: projectFiles(input.folder),
  };
  return tests.flatMap((test, index) => {
    const seen = facts[index];
    return seen ? [judgeSmoke(test, seen, about)] : [];
  });
}

async function archiveOf(layout: Layout, parts: ImageParts, file: string): Promise<string> {
  const kept = layout.layers.filter(({ descriptor }) => kindOf(descriptor) !== 'app');
  const without = parts === 'app' ? kept.map(({ descriptor }) => descriptor.digest) : [];
  await writeLoadArchive(layout, file, { without: new Set(without) });
  return file;
}

/** A failed test as an error at the line that asks for it. */
export function smokeDiagnostics(
  tests: readonly SmokeTest[],
  results: readonly SmokeResult[],
): Diagnostic[] {
  return results.flatMap(({ name, pass, evidence, log, diagnosis }, index) => {
    if (pass) return [];
    const span = tests[index]?.origin;
    return [
      error('smoke/failed', `the image ${evidence}; asked was: ${name}`, {
        ...(span && { span }),
        hint: diagnosis ?? 'read its last lines below, and run the image by hand',
        ...(log && { detail: log }),
      }),
    ];
  });
}
