import { z } from 'zod';
import { lockSchema } from '../lock/schema.ts';
import { readPurl } from '../packages/purl.ts';
import { PLATFORMS } from '../plan/platform.ts';
import type { Platform } from '../plan/types.ts';

/** What a provenance says an image was built from. */
export interface Recorded {
  platform: Platform;
  /** The plan, as far as it may be told. */
  spec: Record<string, unknown>;
  preset: { name: string; digest: string };
  /** The version of harden. */
  harden: string;
  /** What names stood for. */
  inputs: RecordedInputs;
  source?: { commit: string; path: string };
  /** `dirHash` of in-toto. */
  files?: string;
  /** RFC 3339. */
  finished: string;
}

const lock = lockSchema.pick({ images: true, debian: true, apk: true });
export type RecordedInputs = z.infer<typeof lock>;

const dependency = z.object({
  name: z.string(),
  uri: z.string().optional(),
  digest: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
});
const provenance = z.object({
  buildDefinition: z.object({
    buildType: z.literal('urn:harden:build:v1'),
    externalParameters: z.object({
      spec: z.record(z.string(), z.unknown()),
      platform: z.enum(PLATFORMS),
    }),
    internalParameters: z.object({
      preset: z.object({ name: z.string(), digest: z.string() }),
    }),
    resolvedDependencies: z.array(dependency),
  }),
  runDetails: z.object({
    builder: z.object({ version: z.object({ harden: z.string() }) }),
    metadata: z.object({ finishedOn: z.string() }),
  }),
});

type Dependency = z.infer<typeof dependency>;

/** Nothing where a provenance is of another builder, or says too little to build by. */
export function readRecorded(predicate: unknown): Recorded | undefined {
  const read = provenance.safeParse(predicate);
  if (!read.success) return undefined;
  const { buildDefinition, runDetails } = read.data;
  const { externalParameters, internalParameters, resolvedDependencies } = buildDefinition;
  const finished = runDetails.metadata.finishedOn;
  const inputs = lock.safeParse(inputsOf(resolvedDependencies, finished.slice(0, 10)));
  if (!inputs.success) return undefined;
  const source = resolvedDependencies.find(({ name }) => name === 'source');
  const commit = source?.digest['gitCommit'];
  const files = resolvedDependencies.find(({ name }) => name === 'files')?.digest['dirHash'];
  return {
    ...externalParameters,
    ...internalParameters,
    harden: runDetails.builder.version.harden,
    inputs: inputs.data,
    ...(commit && { source: { commit, path: source.annotations['path'] ?? '' } }),
    ...(files && { files }),
    finished,
  };
}

/** As a lock has them: it is what a build can be given. */
function inputsOf(all: readonly Dependency[], locked: string): Record<string, unknown> {
  const of = (type: string) =>
    all.flatMap((one) => {
      const purl = readPurl(one.uri ?? '');
      return purl?.name.startsWith(`${type}/`) ? [{ ...one, purl }] : [];
    });
  return {
    images: of('oci').flatMap(({ name, digest, annotations: { ref, index } }) =>
      name === 'database'
        ? []
        : [{ use: name, ref, ...(index && { index }), digest: sha256(digest), size: 0, locked }],
    ),
    debian: grouped(of('deb'), ({ name, annotations, purl }) => ({
      use: name,
      release: annotations['release'],
      version: purl.qualifiers.get('distro')?.replace('debian-', ''),
      request: annotations['request'],
    })).map(([set, packages]) => ({
      ...set,
      packages: packages.map(({ digest, annotations, purl }) => ({
        name: purl.name.split('/').at(-1),
        version: purl.version,
        architecture: purl.qualifiers.get('arch'),
        sha256: digest['sha256'],
        ...only(annotations, ['source', 'sourceVersion', 'filename', 'pool']),
        size: Number(annotations['size']),
        installedSize: Number(annotations['installedSize']),
      })),
    })),
    apk: grouped(of('apk'), ({ annotations }) => only(annotations, ['base', 'request'])).map(
      ([set, packages]) => ({
        ...set,
        packages: packages.map(({ annotations, purl }) => ({
          name: purl.name.split('/').at(-1),
          version: purl.version,
          checksum: annotations['checksum'],
        })),
      }),
    ),
  };
}

function sha256(digest: Record<string, string>): string {
  return `sha256:${digest['sha256'] ?? ''}`;
}

/** What belongs to one set, in the order of names that a lock has. */
function grouped<T extends { purl: { name: string } }, Set>(
  all: readonly T[],
  setOf: (one: T) => Set,
): [Set, T[]][] {
  const sets = new Map<string, [Set, T[]]>();
  for (const one of all) {
    const set = setOf(one);
    const key = JSON.stringify(set);
    const known = sets.get(key) ?? [set, []];
    known[1].push(one);
    sets.set(key, known);
  }
  for (const [, members] of sets.values()) {
    members.sort((a, b) => (a.purl.name < b.purl.name ? -1 : 1));
  }
  return [...sets.values()];
}

function only(from: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])),
  );
}
