import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { excluder } from '../oci/exclude.ts';
import { canonicalJson } from '../plan/digest.ts';
import type { BuildPlan, Stage } from '../plan/types.ts';

/** What a dependency step can leave differs as soon as this does. */
const FORMAT = 1;
/** No step sees them. */
const LEFT_OUT = new Set(['.git', '.harden', 'node_modules']);

/**
 * Names what the steps for dependencies are given: the toolchain, the steps, the bytes of the files that
 * they see, and the names of those that they see as stubs. Undefined for a plan without such steps.
 */
export async function dependencyKey(
  plan: Pick<BuildPlan, 'stages' | 'platform'>,
  folder: string,
  toolchain: { digest: string },
): Promise<string | undefined> {
  const stages = plan.stages.filter(({ name, steps }) => name === 'dependencies' && steps.length);
  if (stages.length === 0) return undefined;
  const paths = await filesIn(folder);
  const given = await Promise.all(stages.map((stage) => givenTo(stage, folder, paths)));
  const hash = createHash('sha256');
  hash.update(canonicalJson({ format: FORMAT, given, toolchain: toolchain.digest }));
  hash.update(plan.platform);
  return `sha256:${hash.digest('hex')}`;
}

async function givenTo({ steps, files, stubs }: Stage, folder: string, paths: readonly string[]) {
  const seen = paths.filter(matching(files));
  const digests = await Promise.all(seen.map((path) => digestOf(join(folder, path))));
  return {
    steps: steps.map(({ origin: _, ...step }) => withoutOrigins(step)),
    files: Object.fromEntries(seen.map((path, index) => [path, digests[index]])),
    ...(stubs && { stubs: paths.filter(matching(stubs)), text: stubs.text }),
  };
}

/** The line of the spec that asks for something changes nothing. */
function withoutOrigins(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, part) => (key === 'origin' ? undefined : part)));
}

/** A pattern that takes a file back is not followed: then a file too many counts, and none too few. */
function matching({ include, exclude }: { include: string[]; exclude: string[] }) {
  const included = excluder(include.map(atTop));
  const takesBack = exclude.some((pattern) => pattern.startsWith('!'));
  const excluded = excluder(takesBack ? [] : exclude.map(atTop));
  return (path: string) => included(path) && !excluded(path);
}

/** As the engine has it, a bare name is one of the top. */
function atTop(pattern: string): string {
  return pattern.includes('/') ? pattern : `./${pattern}`;
}

async function filesIn(folder: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = below ? `${below}/${entry.name}` : entry.name;
      if (!entry.isDirectory()) return entry.isFile() ? [path] : [];
      return LEFT_OUT.has(entry.name) ? [] : filesIn(folder, path);
    }),
  );
  return found.flat().sort();
}

async function digestOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}
