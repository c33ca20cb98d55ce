import type { LockContent } from '../lock/schema.ts';
import type { BuildPlan } from '../plan/types.ts';
import { type Dependency, resolvedDependencies, type Sources } from './dependencies.ts';
import { digestSet, statement } from './in-toto.ts';
import { portable } from './portable.ts';

/** What `buildType` means is in docs/statements.md. */
const BUILD_TYPE = 'urn:harden:build:v1';
/** The machine of whoever ran it, which nobody vouches for: level 1 of SLSA, and no more. */
const BUILDER = 'urn:harden:builder:local';

export interface ProvenanceInput extends Sources {
  image: { name: string; digest: string };
  harden: string;
  plan: BuildPlan;
  frozen: boolean;
  /** The text of the preset by its digest. */
  preset: LockContent['preset'];
  /** All that was looked up by name, and found. */
  used: Pick<LockContent, 'images' | 'databases' | 'debian' | 'apk'>;
  /** Of an image that was put on another base: the image it was, and what that was built from. */
  rebased?: { from: string; builtFrom: readonly Dependency[] };
  /** RFC 3339. */
  started: string;
  finished: string;
  /** Other documents of the same build. */
  byproducts: readonly { name: string; mediaType: string; digest: string }[];
}

/** How the image was built, as provenance of SLSA 1.0. */
export function provenance(input: ProvenanceInput): string {
  const { image, plan, frozen, preset, used, rebased, byproducts } = input;
  // How the builder reaches the world is its own affair, and names hosts of whoever runs it.
  const { platform, network: _, ...spec } = portable(plan);
  return statement(image, 'https://slsa.dev/provenance/v1', {
    buildDefinition: {
      buildType: BUILD_TYPE,
      externalParameters: { spec, platform, frozen },
      internalParameters: { preset, ...(rebased && { rebasedFrom: rebased.from }) },
      resolvedDependencies: resolvedDependencies(used, platform, input, rebased?.builtFrom),
    },
    runDetails: {
      builder: { id: BUILDER, version: { harden: input.harden } },
      metadata: { startedOn: input.started, finishedOn: input.finished },
      byproducts: byproducts.map(({ digest, ...one }) => ({ ...one, digest: digestSet(digest) })),
    },
  });
}
