import { z } from 'zod';

/** in-toto statements 1 and SLSA provenance 1, as their specifications have them. */
const digestSet = z
  .record(z.string().min(1), z.string().regex(/^[0-9a-f]+$/))
  .refine((set) => Object.keys(set).length > 0);

const descriptor = z
  .strictObject({
    name: z.string().optional(),
    uri: z
      .string()
      .regex(/^[a-z][a-z0-9+.-]*:\S+$/)
      .optional(),
    digest: digestSet.optional(),
    downloadLocation: z.url().optional(),
    mediaType: z.string().optional(),
    annotations: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(({ uri, digest }) => uri !== undefined || digest !== undefined);

const subject = z.strictObject({
  name: z.string().min(1),
  digest: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
});

/** A URI that names a type, as RFC 3986 has it. */
const typeUri = z.string().regex(/^[a-z][a-z0-9+.-]*:\S+$/);

export const inTotoStatement = z.strictObject({
  _type: z.literal('https://in-toto.io/Statement/v1'),
  subject: z.array(subject).min(1),
  predicateType: typeUri,
  predicate: z.record(z.string(), z.unknown()),
});

export const slsaProvenance = inTotoStatement.extend({
  predicateType: z.literal('https://slsa.dev/provenance/v1'),
  predicate: z.strictObject({
    buildDefinition: z.strictObject({
      buildType: typeUri,
      externalParameters: z.record(z.string(), z.unknown()),
      internalParameters: z.record(z.string(), z.unknown()).optional(),
      resolvedDependencies: z.array(descriptor),
    }),
    runDetails: z.strictObject({
      builder: z.strictObject({
        id: typeUri,
        version: z.record(z.string(), z.string()).optional(),
      }),
      metadata: z.strictObject({
        invocationId: z.string().optional(),
        startedOn: z.iso.datetime(),
        finishedOn: z.iso.datetime(),
      }),
      byproducts: z.array(descriptor),
    }),
  }),
});
