import type { CommandEntry } from '../entry.ts';
import {
  ENGINE_OPTION,
  IMAGE_OPTION,
  JSON_OPTION,
  KEYLESS_OPTION,
  PART_OPTIONS,
  PLATFORM_OPTION,
  REPORT_OPTION,
  TRUST_ROOT_OPTION,
} from './options.ts';

/** What makes an image, and what tells of the one that was made. */
export const BUILD_COMMANDS: CommandEntry[] = [
  {
    usage: 'build [...paths]',
    description: 'Build, scan and judge the image of a hardening.yaml, or all that there are',
    options: [
      JSON_OPTION,
      IMAGE_OPTION,
      REPORT_OPTION,
      [
        '--output <path>',
        'Also write the image here: a folder (OCI layout) or a .tar (docker load)',
      ],
      ENGINE_OPTION,
      [
        '--sign-key <file>',
        'Sign the statements about an image that passes: ECDSA P-256, PEM or of cosign',
      ],
      KEYLESS_OPTION,
      TRUST_ROOT_OPTION,
      [
        '--publish [reference]',
        'Publish the image if it passes: there, or where publish.to of the spec says',
      ],
      ['--baseline <report>', 'Fail only on findings that this earlier report does not have'],
      PLATFORM_OPTION,
      ['--no-cache', 'Run every build step again'],
      ['--frozen', 'Use what hardening.lock has, and fail on anything it does not have'],
      ['--offline', 'Ask nobody: take everything from --bundle, else from caches and the lock'],
      ['--bundle <path>', 'With --offline: what harden bundle wrote'],
      [
        '--jobs <number>',
        'How many images each engine builds at once; default: two for each processor',
      ],
      ['--fail-fast', 'Build no other image once one did not pass, and publish none'],
      ...PART_OPTIONS,
    ],
    examples: [
      'harden build',
      'harden build services/api --report html=report.html',
      'harden build services/* --report html={image}.html',
      'harden build --changed=origin/main --jobs 4',
    ],
    load: async () => (await import('../build.ts')).runBuild,
  },
  {
    usage: 'rebase [target]',
    description: 'Put the app of an image, or of the last build, on its base as it is now',
    options: [
      JSON_OPTION,
      ['--report <name=path>', 'Also write before and after: html or markdown; repeatable'],
      ENGINE_OPTION,
      ['--project <path>', 'The project of an image that is named; default: this folder'],
      [
        '--base <reference>',
        'The digest or tag that an image base has to have, instead of the newest',
      ],
      ['--frozen', 'Put it on the base that hardening.lock has'],
      ['--key <file>', 'Take an image only with what this public key has signed about it'],
      ['--sign-key <file>', 'Sign the statements about an image that passes: as with build'],
      ['--to <reference>', 'Publish the image there if it passes; may be given several times'],
    ],
    examples: [
      'harden rebase',
      'harden rebase ghcr.io/acme/shop:1.4.0 --to ghcr.io/acme/shop:1.4.0',
    ],
    load: async () => (await import('../rebase.ts')).runRebase,
  },
  {
    usage: 'bundle [path]',
    description: 'Write all that a build needs where there is no network, as one OCI layout',
    options: [
      ['--output <path>', 'Where: a .tar, or a folder'],
      PLATFORM_OPTION,
      JSON_OPTION,
      ENGINE_OPTION,
      ['--frozen', 'Use what hardening.lock has, databases too'],
    ],
    examples: ['harden bundle --output ../bundle.tar'],
    load: async () => (await import('../bundle.ts')).runBundle,
  },
  {
    usage: 'smoke [path]',
    description: 'Run the image that the last build made as production would, and nothing else',
    options: [
      JSON_OPTION,
      IMAGE_OPTION,
      ENGINE_OPTION,
      PLATFORM_OPTION,
      ['--suggest', 'Print how to run it: a pod of Kubernetes and a compose.yaml'],
    ],
    examples: ['harden smoke', 'harden smoke services/api --suggest'],
    load: async () => (await import('../smoke.ts')).runSmoke,
  },
  {
    usage: 'choose [path]',
    description: 'Try the app on every base, and say which one is best and why',
    options: [
      JSON_OPTION,
      IMAGE_OPTION,
      ENGINE_OPTION,
      ['--base <families>', 'Only these, separated by commas: distroless,alpine:3.23'],
      ['--write', 'Put the winner into the spec and the lock'],
    ],
    examples: ['harden choose', 'harden choose --base distroless,debian --write'],
    load: async () => (await import('../choose.ts')).runChoose,
  },
  {
    usage: 'report [path]',
    description:
      'Print or write the report of the last build again, in any form, without an engine',
    options: [REPORT_OPTION, JSON_OPTION, IMAGE_OPTION],
    examples: ['harden report', 'harden report services/api --report sarif=harden.sarif'],
    load: async () => (await import('../report.ts')).runReport,
  },
  {
    usage: 'explain <word> [path]',
    description: 'Say why a finding, package, check, layer or /file is there, and what to change',
    options: [JSON_OPTION, IMAGE_OPTION],
    examples: ['harden explain CVE-2026-1234', 'harden explain starlette'],
    load: async () => (await import('../explain.ts')).runExplain,
  },
  {
    usage: 'eject [path]',
    description: 'Write the last build as a Dockerfile, a bake file or a program for Dagger',
    options: [
      ['--dockerfile', 'A Dockerfile for BuildKit, its ignore file, and what harden made itself'],
      ['--bake', 'The same, with a docker-bake.json'],
      ['--dagger', "A program for Dagger's SDK for TypeScript"],
      ['--output <folder>', 'The folder to write, in the project; ejected unless set'],
      [
        '--check <image>',
        'Write nothing: hold an image, archive or OCI layout to the last build, file by file',
      ],
      JSON_OPTION,
    ],
    examples: ['harden eject --dockerfile', 'harden eject --check built.tar'],
    load: async () => (await import('../eject.ts')).runEject,
  },
];
