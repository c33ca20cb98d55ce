import type { Pipeline } from './dagger/index.ts';
import { type Diagnostic, error } from './diagnostics/diagnostic.ts';
import { readLayout } from './oci/layout.ts';
import { writeLoadArchive } from './oci/load-archive.ts';
import type { SmokeTest } from './plan/types.ts';
import { judgeSmoke } from './smoke/judge.ts';
import type { SmokeResult } from './smoke/types.ts';

export interface SmokeTestInput {
  /** The image's layout folder. */
  layout: string;
  tests: readonly SmokeTest[];
  writable: readonly string[];
  /** The root that runs the tests, as an archive. */
  helper: () => Promise<string>;
  pipeline: Pick<Pipeline, 'smoke'>;
  /** Where the image may be written as an archive for the engine. */
  archive: string;
  cacheBuster?: string;
}

/** Runs the finished image as production would, and judges what it did. */
export async function smokeTest(input: SmokeTestInput): Promise<SmokeResult[]> {
  const { layout, tests, archive, pipeline, writable, cacheBuster } = input;
  if (tests.length === 0) return [];
  const [{ config }, helper] = await Promise.all([
    readLayout(layout),
    input.helper(),
    writeLoadArchive(layout, archive),
  ]);
  const facts = await pipeline.smoke({
    archive,
    config,
    tests,
    writable,
    helper,
    ...(cacheBuster && { cacheBuster }),
  });
  return tests.flatMap((test, index) => {
    const seen = facts[index];
    return seen ? [judgeSmoke(test, seen)] : [];
  });
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
