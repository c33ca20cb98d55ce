import { z } from 'zod';

/**
 * The parts of Grype's JSON that harden reads, and of the CycloneDX list of packages that the same
 * run writes: the JSON names only packages with findings. Fields it adds are let through.
 */
const location = z.object({
  path: z.string(),
  layerID: z.string().optional(),
  annotations: z.record(z.string(), z.string()).default({}),
});

const artifact = z.object({
  name: z.string().min(1),
  version: z.string().default(''),
  type: z.string().min(1),
  // Of a bill of materials it may be null.
  locations: z
    .array(location)
    .nullish()
    .transform((list) => list ?? []),
  purl: z.string().default(''),
});

const cvss = z
  .array(z.object({ version: z.string(), metrics: z.object({ baseScore: z.number() }) }))
  .nullish();

const exploits = {
  knownExploited: z.array(z.object({ cve: z.string() })).nullish(),
  epss: z.array(z.object({ epss: z.number() })).nullish(),
};

const vulnerability = z.object({
  id: z.string().min(1),
  dataSource: z.string().optional(),
  severity: z.string().default('Unknown'),
  description: z.string().optional(),
  cvss,
  ...exploits,
  fix: z.object({
    versions: z.array(z.string()).nullish(),
    state: z.string(),
    // Fixes with a known day alone: of an advisory, a release, or when the database first had it.
    available: z.array(z.object({ date: z.string() })).nullish(),
  }),
});

const match = z.object({
  vulnerability,
  relatedVulnerabilities: z.array(z.object({ id: z.string(), cvss, ...exploits })).nullish(),
  artifact,
});

const common = {
  matches: z.array(match),
  descriptor: z.object({
    name: z.literal('grype'),
    version: z.string(),
    db: z.object({
      status: z.object({ built: z.string(), valid: z.boolean() }),
    }),
  }),
};

export const grypeReport = z.object({
  ...common,
  alertsByPackage: z
    .array(z.object({ alerts: z.array(z.object({ type: z.string() })).default([]) }))
    .default([]),
  source: z.object({
    type: z.literal('image'),
    target: z.object({
      imageID: z.string().min(1),
      manifestDigest: z.string().min(1),
      layers: z.array(z.object({ digest: z.string() })),
    }),
  }),
  // Empty words when no system was recognised.
  distro: z.object({ name: z.string().default(''), version: z.string().default('') }).optional(),
});

/** Of a folder, or of a bill of materials, which may be of anything. */
export const grypeSources = z.object({
  ...common,
  source: z.object({ type: z.string() }),
  distro: z.object({ name: z.string().default('') }).optional(),
});

const component = z.object({
  'bom-ref': z.string().default(''),
  name: z.string().min(1),
  version: z.string().default(''),
  purl: z.string().default(''),
  cpe: z.string().optional(),
  licenses: z
    .array(
      z.object({
        license: z.object({ id: z.string().optional(), name: z.string().optional() }).optional(),
        expression: z.string().optional(),
      }),
    )
    .default([]),
  // Files and the system are components too; packages are those with a type of Syft.
  properties: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
});

export const grypePackages = z.object({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.object({ component: z.object({ version: z.string().default('') }) }),
  components: z.array(component).default([]),
  dependencies: z
    .array(z.object({ ref: z.string(), dependsOn: z.array(z.string()).default([]) }))
    .default([]),
});

export type GrypeReport = z.infer<typeof grypeReport>;
export type GrypeMatch = z.infer<typeof match>;
export type GrypePackages = z.infer<typeof grypePackages>;
export type GrypeComponent = z.infer<typeof component>;
