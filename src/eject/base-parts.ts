import { blobDir } from '../cache.ts';
import { readInventory } from '../inspect/inventory.ts';
import { kindOf, type LayerSource } from '../oci/layer-source.ts';
import type { BuildPlan } from '../plan/types.ts';
import type { LastBuild } from './last-build.ts';
import { only, type PartSource, partOf, withoutMarks } from './parts.ts';
import type { EjectedBase } from './types.ts';

export interface BaseParts {
  base: EjectedBase;
  /** Those of the base, in the order in which they are laid over each other. */
  below: PartSource[];
  /** Those on the artifacts. */
  above: PartSource[];
}

/** What the base is made from, and what harden laid on the artifacts. */
export async function baseParts(
  plan: BuildPlan,
  { layout, report, used }: LastBuild,
  ending: string,
  signal: AbortSignal,
): Promise<BaseParts> {
  const digests = layout.layers.map(({ descriptor }) => ({
    digest: descriptor.digest,
    kind: kindOf(descriptor),
  }));
  const artifacts = digests.findIndex(({ kind }) => kind === 'app' || kind === 'dependencies');
  const lower = digests.slice(0, artifacts);
  const upper = digests.slice(artifacts).filter(({ kind }) => kind === 'runtime');
  const own = lower.filter(({ kind }) => kind === 'base').map(({ digest }) => digest);
  const isImage = report.image.base.kind === 'image' || plan.base.kind === 'image';
  const image =
    isImage && own.length > 0
      ? withDigest(report.image.base.ref, report.image.base.digest)
      : undefined;
  const without = image
    ? await hidden(
        layout,
        own,
        lower.map(({ digest }) => digest),
        signal,
      )
    : [];
  const made = lower.filter(({ kind }) => kind !== 'base' || !image);
  const below: PartSource[] = [];
  for (const [index, { digest }] of made.entries()) {
    const whole = !image && index === 0;
    const file = `${whole ? 'base' : `base-changes-${image ? index + 1 : index}`}${ending}`;
    const what = whole ? 'The base as of the last build:' : 'What is changed of the base:';
    const source = await partOf(layout, digest, { file, what }, signal);
    const packages = whole && plan.base.kind === 'debian' ? packagesOf('base', used) : [];
    const holds = packages.length > 0 ? packages : source.part.holds;
    const told = { ...source, part: { ...source.part, holds } };
    below.push(without.length > 0 ? await withoutMarks(told, signal) : told);
  }
  const above: PartSource[] = [];
  for (const [index, { digest }] of upper.entries()) {
    const names = {
      file: `runtime-${index + 1}${ending}`,
      what: 'What the runtime of the spec asks for:',
    };
    above.push(await partOf(layout, digest, names, signal));
  }
  return {
    base: {
      ...(image && { image }),
      without,
      env: layout.config.config?.Env ?? [],
      parts: below.map(({ part }) => part),
    },
    below,
    above,
  };
}

/** The tag stays for people to read; the digest counts. */
export function withDigest(ref: string, digest: string): string {
  return `${ref.replace(/@.*$/, '')}@${digest}`;
}

/** `name version` of each package, some on a line. */
export function packagesOf(use: 'base' | 'toolchain', used: Record<string, string>): string[] {
  const names = Object.entries(used).flatMap(([key, version]) => {
    const [, name] = new RegExp(`^package (\\S+) of the ${use}$`).exec(key) ?? [];
    return name ? [`${name} ${version}`] : [];
  });
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1);
    if (last === undefined || last.length + name.length > 90) lines.push(`  ${name}`);
    else lines[lines.length - 1] = `${last}, ${name}`;
  }
  return lines;
}

/** What the base's own layers have and the base as it is used does not; a folder stands for all in it. */
async function hidden(
  layout: LayerSource,
  own: string[],
  all: string[],
  signal: AbortSignal,
): Promise<string[]> {
  if (all.length === own.length) return [];
  const options = { blobDir: blobDir(), signal };
  const before = await readInventory(only(layout, ...own), options);
  const after = await readInventory(only(layout, ...all), options);
  const left = new Set(after.files.map(({ path }) => path));
  const gone = new Set(before.files.map(({ path }) => path).filter((path) => !left.has(path)));
  return [...gone].filter((path) => !gone.has(path.slice(0, Math.max(0, path.lastIndexOf('/')))));
}
