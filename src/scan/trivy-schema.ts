import { z } from 'zod';

/**
 * The parts of Trivy's JSON (schema version 2) that harden reads. This is another program's
 * format, so fields it adds are let through; those that are read have to be right.
 */
const identifier = z.object({ PURL: z.string().optional() });

const trivyPackage = z.object({
  ID: z.string().optional(),
  Name: z.string().min(1),
  // A Go binary's main module has none.
  Version: z.string().default(''),
  Release: z.string().optional(),
  Epoch: z.number().optional(),
  FilePath: z.string().optional(),
  Identifier: identifier.optional(),
  Licenses: z.array(z.string()).nullish(),
  DependsOn: z.array(z.string()).nullish(),
  Repository: z.object({ Class: z.string().optional() }).optional(),
});

/** A workspace itself, which is no package: what Trivy makes of a Cargo.lock begins with it. */
function isNamelessRoot(one: unknown): boolean {
  const fields = z.object({ Name: z.string().optional(), Relationship: z.string().optional() });
  const { Name, Relationship } = fields.catch({}).parse(one);
  return Relationship === 'root' && !Name;
}

const vulnerability = z.object({
  VulnerabilityID: z.string().min(1),
  VendorIDs: z.array(z.string()).default([]),
  PkgName: z.string().min(1),
  PkgPath: z.string().optional(),
  PkgIdentifier: identifier.optional(),
  InstalledVersion: z.string().default(''),
  FixedVersion: z.string().optional(),
  Severity: z.string().default('UNKNOWN'),
  Title: z.string().optional(),
  PrimaryURL: z.string().optional(),
  Layer: z.object({ DiffID: z.string().optional() }).optional(),
  CVSS: z.record(z.string(), z.object({ V3Score: z.number().optional() })).default({}),
});

const secret = z.object({
  Title: z.string().min(1),
  StartLine: z.number(),
});

const trivyResult = z.object({
  Target: z.string(),
  Class: z.string(),
  Type: z.string().default(''),
  Packages: z
    .array(z.unknown())
    .default([])
    .transform((list) => list.filter((one) => !isNamelessRoot(one)))
    .pipe(z.array(trivyPackage)),
  Vulnerabilities: z.array(vulnerability).default([]),
  Secrets: z.array(secret).default([]),
});

const common = {
  SchemaVersion: z.literal(2),
  Trivy: z.object({ Version: z.string() }),
  // Absent when there is nothing that Trivy knows.
  Results: z.array(trivyResult).default([]),
};

export const trivyReport = z.object({
  ...common,
  Metadata: z.object({
    ImageID: z.string().min(1),
    DiffIDs: z.array(z.string()).default([]),
    OS: z
      .object({ Family: z.string(), Name: z.string(), EOSL: z.boolean().default(false) })
      .optional(),
  }),
});

/** Of a folder, as `trivy fs` prints it, or of a bill of materials. */
export const trivySources = z.object({
  ...common,
  ArtifactType: z.enum(['filesystem', 'cyclonedx', 'spdx']),
});

export type TrivyReport = z.infer<typeof trivyReport>;
export type TrivyResult = z.infer<typeof trivyResult>;
export type TrivyPackage = z.infer<typeof trivyPackage>;
