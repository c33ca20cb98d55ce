import { z } from 'zod';
import { base } from './base-schema.ts';
import { ADVISORY, PRESET_REF, REPOSITORY, SIGNAL } from './grammar.ts';
import { needs, oneOf } from './rules.ts';
import { bytesOf, hoursOf, isDay } from './units.ts';
import * as words from './words.ts';

const { argv, containerPath, env, text } = words;

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

const step = z.strictObject({
  run: argv.meta({ description: 'The program and its arguments, run without a shell' }),
  env: env.optional().meta({ description: 'Environment of this step only' }),
  workdir: containerPath.optional().meta({ description: 'Working folder; default: /src' }),
  caches: words.caches.optional().meta({
    description: 'Volumes kept from build to build; nothing in them can ship',
  }),
});

const build = z.strictObject({
  steps: z.array(step).min(1, 'at least one step').meta({
    description: 'Run in order in the toolchain; they replace the build steps of the preset',
  }),
});

const artifact = z.strictObject({
  from: containerPath.meta({ description: 'A file or folder the build made' }),
  to: words.artifactTarget.meta({ description: 'Where it lies in the image' }),
  mode: words.fileMode.optional().meta({ description: 'File mode in octal, quoted' }),
  exclude: z.array(words.filePattern).optional().meta({
    description: 'What of the folder stays behind, as patterns relative to it',
  }),
});

const PORT = 'a port from 1 to 65535\nname the port that the program listens on';
const runtime = z.strictObject({
  packages: z.array(words.debianPackage).optional().meta({
    description: 'Debian packages the program needs while it runs; for a debian base',
  }),
  entrypoint: argv.optional().meta({ description: 'The same as entrypoint at the top' }),
  cmd: z.array(text).optional().meta({ description: 'Arguments that whoever runs it may replace' }),
  env: env.optional().meta({ description: 'Environment of the program' }),
  user: words.user.optional().meta({ description: 'Numeric user, or user:group; never root' }),
  workdir: containerPath.optional().meta({ description: 'Working folder of the program' }),
  ports: z
    .array(
      z.union([
        z.int().min(1, PORT).max(65535, PORT),
        words.word(
          /^[1-9]\d{0,4}\/(?:tcp|udp)$/,
          'a port such as 8080 or "53/udp"',
          'write it like 8080, or "53/udp"',
        ),
      ]),
    )
    .optional()
    .meta({ description: 'Ports the program listens on' }),
  labels: z.record(words.words, text).optional().meta({ description: 'Labels of the image' }),
  stopSignal: words.word(SIGNAL, 'a signal such as SIGTERM').optional().meta({
    description: 'The signal that asks the program to stop',
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
    .word(/^(?!-)[^\0]+$/, 'the path of a PEM file')
    .optional()
    .meta({ description: 'PEM file of certificates for build steps, relative to this file' }),
});

const AGE = 'an age of at least one hour\nwrite it in hours or days: maxDatabaseAge: "72h"';
const scan = z.strictObject({
  scanners: z
    .array(z.enum(['trivy']))
    .min(1, 'at least one scanner\nwrite scanners: [trivy]')
    .optional()
    .meta({ description: 'Programs that scan the image' }),
  maxDatabaseAge: z
    .union([z.int().min(1, AGE), z.string().refine((t) => (hoursOf(t) ?? 0) > 0, AGE)])
    .optional()
    .meta({ description: 'The oldest advisory database that proves anything; default: 72h' }),
});

const most = z.int().min(0, 'a whole number of 0 or more\nwrite 0 to allow none');
const vulnerabilities = z.strictObject({
  critical: most.optional().meta({ description: 'The most critical findings' }),
  high: most.optional().meta({ description: 'The most high findings' }),
  medium: most.optional().meta({ description: 'The most medium findings' }),
  low: most.optional().meta({ description: 'The most low findings' }),
  unknown: most.optional().meta({ description: 'The most findings without a severity' }),
  unfixed: z.enum(['count', 'ignore']).optional().meta({
    description: 'Whether findings that have no fix yet count',
  }),
});

const DAY = 'a day of the calendar as YYYY-MM-DD';
const ignore = z.strictObject({
  id: words
    .word(ADVISORY, 'the id of one advisory', 'write it like CVE-2026-1234 or GHSA-xxxx-xxxx-xxxx')
    .meta({
      description: 'The advisory that is accepted',
    }),
  package: words.words.optional().meta({ description: 'Only in this package' }),
  until: z.string().refine(isDay, `${DAY}\nwrite it like until: "2026-12-31"`).meta({
    description: 'The last day it holds; after it the build fails',
  }),
  reason: words.words.meta({ description: 'Why it does no harm here' }),
  owner: words.words.meta({ description: 'Who decides when it ends' }),
});

const SIZE = 'a size such as "50MB" or "20MiB"';
const policy = z.strictObject({
  preset: z.enum(['strict', 'balanced', 'audit']).optional().meta({
    description: 'What is allowed where nothing else is said; default: balanced',
  }),
  vulnerabilities: vulnerabilities.optional().meta({
    description: 'The most findings that are allowed, by severity',
  }),
  ignore: z.array(ignore).optional().meta({ description: 'Findings that are accepted for a time' }),
  size: z
    .string()
    .refine((t) => (bytesOf(t) ?? 0) > 0, `${SIZE}\nadd the unit: size: "50MB"`)
    .optional()
    .meta({ description: 'The most bytes of the uncompressed image' }),
  packages: most.optional().meta({ description: 'The most packages in the image' }),
});

const ONE_PLATFORM =
  'one platform: one per build is supported yet\nkeep one, and build the other with a spec of its own';

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
      .max(1, ONE_PLATFORM)
      .optional()
      .meta({ description: 'The platform to build for; default: linux/amd64' }),
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
    policy: policy.optional().meta({ description: 'When a build fails' }),
  })
  .meta({ title: 'hardening.yaml', description: 'A hardened container image, declared' });

export type Spec = z.infer<typeof specSchema>;
