import { z } from 'zod';
import { firstDifference } from '../plan/difference.ts';
import type { BuildPlan } from '../plan/types.ts';
import type { Dependency } from '../statements/dependencies.ts';
import { portable } from '../statements/portable.ts';

/** How an image was built, as its provenance says it. */
export interface BuildRecord {
  /** Of the image, as `sha256:…`. */
  digest: string;
  platform: string;
  /** The plan without its places. */
  spec: Record<string, unknown>;
  dependencies: Dependency[];
  /** RFC 3339. */
  finished: string;
}

const statement = z.object({
  subject: z.array(z.object({ digest: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }) })),
  predicateType: z.literal('https://slsa.dev/provenance/v1'),
  predicate: z.object({
    buildDefinition: z.object({
      buildType: z.literal('urn:harden:build:v1'),
      externalParameters: z.object({
        spec: z.record(z.string(), z.unknown()),
        platform: z.string(),
      }),
      resolvedDependencies: z.array(
        z.object({
          name: z.string(),
          uri: z.string().optional(),
          digest: z.record(z.string(), z.string()).optional(),
          annotations: z.record(z.string(), z.string()).optional(),
        }),
      ),
    }),
    runDetails: z.object({ metadata: z.object({ finishedOn: z.string() }) }),
  }),
});

/** The record in a provenance of harden's; nothing in any other document. */
export function readRecordOf(text: string): BuildRecord | undefined {
  const read = statement.safeParse(jsonOf(text));
  const [subject, ...others] = read.data?.subject ?? [];
  if (!read.success || !subject || others.length > 0) return undefined;
  const { buildDefinition, runDetails } = read.data.predicate;
  return {
    digest: `sha256:${subject.digest.sha256}`,
    ...buildDefinition.externalParameters,
    dependencies: buildDefinition.resolvedDependencies as Dependency[],
    finished: runDetails.metadata.finishedOn,
  };
}

/** What of a plan decides the bytes of the layers that are built. */
const BUILT_BY = ['language', 'toolchain', 'stages', 'artifacts'] as const;

/** Where the plan of today would build other layers than the image has; empty where nowhere. */
export function otherwiseBuilt({ spec, platform }: BuildRecord, plan: BuildPlan): string {
  const parts = (of: Record<string, unknown>, on: unknown) => ({
    ...Object.fromEntries(BUILT_BY.map((key) => [key, of[key]])),
    healthcheck: (of['settings'] as BuildPlan['settings'])?.healthcheck,
    platform: on,
  });
  const now = JSON.parse(JSON.stringify(portable(plan))) as Record<string, unknown>;
  return firstDifference(parts(spec, platform), parts(now, plan.platform));
}

/** What the layers were made of that are taken over: it is part of the new image as well. */
export function builtFrom({ dependencies }: BuildRecord): Dependency[] {
  return dependencies.filter(({ name }) => name === 'source' || name === 'toolchain');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
