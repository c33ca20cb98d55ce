import { z } from 'zod';
import { PLATFORMS } from '../plan/platform.ts';

const digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, 'a digest: sha256: and 64 hexadecimal digits');
const size = z.int().min(0);
const text = z.string().min(1);

/** Of what; absent: of that of the lock. */
const platform = z.enum(PLATFORMS).optional();

const image = z.strictObject({
  ref: text,
  platform,
  use: z.enum(['base', 'toolchain', 'scanner', 'installer', 'service']),
  index: digest.optional(),
  digest,
  size,
  locked: z.iso.date(),
});

const database = z.strictObject({
  ref: text,
  digest,
  size,
  updatedAt: z.iso.datetime({ offset: true }),
});

/** A package by checksum, and where below a mirror it lies. */
export const debianPackage = z.strictObject({
  name: text,
  version: text,
  architecture: text,
  source: text.optional(),
  sourceVersion: text.optional(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits'),
  size,
  filename: z.string().regex(/^(?!.*\.\.)[\w.+~/-]+$/, 'a path below the root of a mirror'),
  installedSize: size,
  pool: z.enum(['archive', 'security']),
});

const debian = z.strictObject({
  use: z.enum(['base', 'toolchain', 'packages']),
  platform,
  release: text,
  /** Of the point release, as scanners say it. */
  version: text,
  /** What was asked for: another wish is another set. */
  request: digest,
  packages: z.array(debianPackage),
});

const apkPackage = z.strictObject({
  name: text,
  version: text,
  /** Of the package, as `C:` in apk's database: a letter and a digit say which hash, then base64. */
  checksum: z.string().regex(/^[A-Z0-9]{2}[A-Za-z0-9+/]+=*$/, 'a checksum of apk, such as Q1…='),
});

const apk = z.strictObject({
  /** The image that the packages are put on. */
  base: text,
  platform,
  request: digest,
  /** Those that the base does not have itself, in this version. */
  packages: z.array(apkPackage),
});

/** `version` is that of the npm package it came with. */
const preset = z.strictObject({ name: text, version: text.optional(), digest });

/** What a hardening.lock holds: every input of a build that a name alone does not fix. */
export const lockSchema = z.strictObject({
  lockVersion: z.literal(1),
  integrity: digest,
  platform: z.enum(PLATFORMS),
  /** Where there are several: all of them, the one above first. */
  platforms: z.array(z.enum(PLATFORMS)).min(2).optional(),
  preset,
  /** Of a spec whose images have several languages, the other presets. */
  presets: z.array(preset).optional(),
  /** What `base: auto` stands for. */
  base: text.optional(),
  images: z.array(image),
  databases: z.array(database),
  debian: z.array(debian),
  apk: z.array(apk).default([]),
});

export type Lock = z.infer<typeof lockSchema>;
export type LockContent = Omit<Lock, 'lockVersion' | 'integrity'>;
export type LockedImage = Lock['images'][number];
export type LockedDatabase = Lock['databases'][number];
export type LockedDebian = Lock['debian'][number];
export type LockedApk = Lock['apk'][number];
