import { z } from 'zod';

/** What is read of the documents of a registry, and of what kind it has to be. The rest is as it is. */
const descriptor = z.looseObject({
  mediaType: z.string(),
  digest: z.string().refine(isDigest, 'sha256: and 64 hexadecimal digits'),
  size: z.int().nonnegative(),
  annotations: z.record(z.string(), z.string()).nullish(),
});

/** Images have a hundred layers at most; each of them is a request, and a file. */
const MOST_LAYERS = 1000;

export const manifestDocument = z.looseObject({
  config: descriptor,
  layers: z.array(descriptor).max(MOST_LAYERS),
});

const platform = z.looseObject({ os: z.string(), architecture: z.string() });

/** Entries of other digests are none for harden, and are not chosen. */
export const indexDocument = z.looseObject({
  manifests: z.array(
    z.looseObject({
      mediaType: z.string().optional(),
      digest: z.string(),
      platform: platform.nullish(),
    }),
  ),
});

const texts = z.array(z.string()).nullish();
const sets = z.record(z.string(), z.unknown()).nullish();

export const configDocument = z.looseObject({
  architecture: z.string(),
  os: z.string(),
  variant: z.string().nullish(),
  config: z
    .looseObject({
      ...{ User: z.string().nullish(), WorkingDir: z.string().nullish() },
      ...{ Env: texts, Entrypoint: texts, Cmd: texts, ExposedPorts: sets, Volumes: sets },
      ...{ Labels: z.record(z.string(), z.string()).nullish(), StopSignal: z.string().nullish() },
    })
    .nullish(),
  rootfs: z.looseObject({ diff_ids: z.array(z.string()) }),
  history: z
    .array(z.looseObject({ created_by: z.string().nullish(), empty_layer: z.boolean().nullish() }))
    .nullish(),
});

const referrer = descriptor.extend({ artifactType: z.string().nullish() });

export function isReferrer(value: unknown): boolean {
  return referrer.safeParse(value).success;
}

/** A digest of the kind that harden reads: it may become a part of an address, and a path. */
export function isDigest(value: unknown): value is string {
  return typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value);
}

/** Where a document is of another kind, and how; nothing where it is as it should be. */
export function wrongIn(schema: z.ZodType, value: unknown): string | undefined {
  const [issue] = schema.safeParse(value).error?.issues ?? [];
  if (!issue) return undefined;
  return `${issue.path.join('.') || 'its top level'}: ${issue.message}`;
}
