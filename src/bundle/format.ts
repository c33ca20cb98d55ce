import { z } from 'zod';
import { debianPackage } from '../lock/schema.ts';
import { PLATFORMS } from '../plan/platform.ts';

/** What an entry of the index is. */
export type Kind =
  | 'bundle'
  | 'base'
  | 'toolchain'
  | 'scanner'
  | 'installer'
  | 'service'
  | 'database'
  | 'packages'
  | 'dependencies'
  | 'apk';

export const KIND = 'dev.harden.bundle.kind';
export const PURL = 'dev.harden.bundle.purl';
export const REF_NAME = 'org.opencontainers.image.ref.name';
export const TITLE = 'org.opencontainers.image.title';

export const TYPES = {
  bundle: 'application/vnd.harden.bundle.v1',
  record: 'application/vnd.harden.bundle.record.v1+json',
  lock: 'application/vnd.harden.lock.v1+json',
  database: 'application/vnd.harden.database.v1',
  packages: 'application/vnd.harden.debian-packages.v1',
  package: 'application/vnd.debian.binary-package',
  dependencies: 'application/vnd.harden.dependencies.v1',
  apk: 'application/vnd.harden.apk-layer.v1',
} as const;

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const size = z.int().min(0);

/** A layer of the bundle, and what it was made for. */
const keyedLayer = z.strictObject({
  key: z.string().regex(/^(?:sha256:)?[0-9a-f]{64}$/),
  layer: z.strictObject({ digest, diffId: digest, size, uncompressed: size }),
});

/** What a bundle says of itself, beside its lock. */
export const recordSchema = z.strictObject({
  version: z.literal(1),
  /** The image's name. */
  name: z.string().min(1),
  platform: z.enum(PLATFORMS),
  /** Of the machines that may build with it: what runs scanners is theirs. */
  host: z.enum(PLATFORMS),
  helper: z.strictObject({ version: z.string(), packages: z.array(debianPackage) }),
  dependencies: keyedLayer.optional(),
  apk: z.array(keyedLayer),
});

export type KeyedLayer = z.infer<typeof keyedLayer>;
export type BundleRecord = z.infer<typeof recordSchema>;
