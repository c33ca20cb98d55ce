import { z } from 'zod';
import { base } from './base-schema.ts';
import { build } from './build-schema.ts';
import { HOST_PATH, PRESET_REF, REPOSITORY } from './grammar.ts';
import { policy } from './policy-schema.ts';
import { knownByGrype, needs, oneOf } from './rules.ts';
import { runtime } from './runtime-schema.ts';
import { services } from './services-schema.ts';
import { smoke } from './smoke-schema.ts';
import { hoursOf } from './units.ts';
import * as words from './words.ts';

const { argv, containerPath, text } = words;

const inputValue = z.union([text, z.boolean()]);

const source = z.strictObject({
  include: z.array(words.filePattern).min(1, 'at least one pattern').optional().meta({
    description: 'Files the build sees, as patterns; replaces what the preset takes',
  }),
  exclude: z.array(words.filePattern).optional().meta({
    description: 'Files the build does not see, besides those the preset leaves out',
  }),
});

const toolchain = z
  .strictObject({
    image: words.imageRef.optional().meta({ description: 'An image with the toolchain' }),
    debian: words.debianRelease.optional().meta({
      description: 'Assemble the toolchain from packages of this Debian release',
    }),
    packages: z.array(words.debianPackage).min(1, 'at least one package').optional().meta({
      description: 'Packages of the toolchain; without it those of the preset',
    }),
  })
  .check(oneOf('image', 'debian'), needs('packages', 'debian'));

const artifact = z.strictObject({
  from: containerPath.meta({ description: 'A file or folder the build made' }),
  to: words.artifactTarget.meta({ description: 'Where it lies in the image' }),
  mode: words.fileMode.optional().meta({ description: 'File mode in octal, quoted' }),
  exclude: z.array(words.filePattern).optional().meta({
    description: 'What of the folder stays behind, as patterns relative to it',
  }),
});

const network = z.strictObject({
  proxy: words
    .word(
      /^https?:\/\/[^\s@/]+\/?$/,
      'a URL such as http://proxy.example:3128, without credentials',
      'a spec is no place for a password: set HTTPS_PROXY in the environment instead',
    )
    .optional()
    .meta({ description: 'Proxy for build steps; it never reaches the image' }),
  ca: words
    .word(HOST_PATH, 'the path of a PEM file')
    .optional()
    .meta({ description: 'PEM file of certificates for build steps, relative to this file' }),
});

const SECONDS = 'a number of seconds from 1 to 7200\nwrite it like timeout: 900';
const AGE = 'an age of at least one hour\nwrite it in hours or days: maxDatabaseAge: "72h"';
const scan = z.strictObject({
  scanners: z
    .array(z.enum(['trivy', 'grype']))
    .min(1, 'at least one scanner\nwrite scanners: [trivy, grype]')
    .optional()
    .meta({ description: 'Programs that scan the image, at once; default: trivy and grype' }),
  maxDatabaseAge: z
    .union([z.int().min(1, AGE), z.string().refine((t) => (hoursOf(t) ?? 0) > 0, AGE)])
    .optional()
    .meta({ description: 'The oldest advisory database that proves anything; default: 72h' }),
  timeout: z.int().min(1, SECONDS).max(7200, SECONDS).optional().meta({
    description: 'Seconds that a scanner may take; default: 900',
  }),
  lockFiles: z.enum(['early', 'late', 'off']).optional().meta({
    description:
      'Scan lock files beside the build and fail early, at the end, or not at all; default: early',
  }),
});

const apk = z.strictObject({
  repositories: z
    .array(
      words.word(
        /^(?:https?:\/\/[^\s@]+|\.{1,2}\/[^\0\s]*)$/,
        'a URL without credentials, or ./path of a folder',
        'write it like https://mirror.example/alpine/v3.23/main or ./packages',
      ),
    )
    .min(1, 'at least one repository')
    .optional()
    .meta({ description: 'Instead of those of the base: URLs, or folders relative to this file' }),
  keys: z
    .array(
      words.word(
        /^(?!-)[^\0]+\.pub$/,
        'the path of a public key that ends in .pub',
        'write it like keys/mirror.rsa.pub',
      ),
    )
    .optional()
    .meta({ description: 'Public keys of those repositories, relative to this file' }),
});

const TWICE = 'each platform once\ntake out the one that is named twice';

export const specSchema = z
  .strictObject({
    version: z.literal(1).meta({ description: 'Version of this format: 1' }),
    name: words
      .word(
        REPOSITORY,
        'a repository name in lower case, such as team/api',
        'use lower-case letters, digits, and single . _ - or / between them',
      )
      .optional()
      .meta({ description: 'Name of the image; default: the name of the folder' }),
    language: words
      .word(
        PRESET_REF,
        'the name of a preset, or ./path of one',
        'list the presets with: harden presets list',
      )
      .meta({ description: 'The preset: a built-in name, or ./path to a preset.yaml' }),
    with: z.record(z.string(), inputValue).optional().meta({
      description: 'Inputs of the preset; versions are quoted',
    }),
    entrypoint: argv.optional().meta({ description: 'The program the image starts, as a list' }),
    source: source.optional().meta({ description: 'Which files of the project the build sees' }),
    toolchain: toolchain.optional().meta({ description: 'Where compilers come from; never ships' }),
    build: build.optional().meta({ description: 'How the artifacts are made' }),
    artifacts: z.array(artifact).min(1, 'at least one artifact').optional().meta({
      description: 'The only files that cross into the image; replaces those of the preset',
    }),
    base: base.optional().meta({ description: 'What the artifacts are put on; default: debian' }),
    runtime: runtime.optional().meta({ description: 'How the program runs' }),
    platforms: z
      .array(z.enum(['linux/amd64', 'linux/arm64']))
      .min(1, 'one platform')
      .refine((all) => new Set(all).size === all.length, TWICE)
      .optional()
      .meta({ description: 'The platforms to build for, each once; default: linux/amd64' }),
    network: network.optional().meta({ description: 'Network of build steps' }),
    scan: scan.optional().meta({ description: 'How the image is scanned' }),
    debian: z
      .strictObject({
        mirror: words
          .word(
            /^https?:\/\/[^\s@]+$/,
            'a URL without credentials',
            'write it like http://mirror.example/debian',
          )
          .optional()
          .meta({ description: 'Mirror of the Debian archive' }),
      })
      .optional()
      .meta({ description: 'Where Debian packages come from' }),
    apk: apk.optional().meta({ description: 'Where apk packages come from' }),
    policy: policy.optional().meta({ description: 'When a build fails' }),
    services: services.optional().meta({
      description: 'What the program needs beside it while it is tested, by host name',
    }),
    smoke: smoke
      .optional()
      .meta({ description: 'What the finished image has to do, run as in production' }),
    publish: z
      .strictObject({
        to: z.array(words.taggedRef).min(1, 'at least one reference').meta({
          description: 'References with a tag, for harden publish and build --publish',
        }),
      })
      .optional()
      .meta({ description: 'Where the image goes when it passed' }),
  })
  .check(knownByGrype())
  .meta({ title: 'hardening.yaml', description: 'A hardened container image, declared' });

export type Spec = z.infer<typeof specSchema>;
