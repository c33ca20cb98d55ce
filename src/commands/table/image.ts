import type { CommandEntry } from '../entry.ts';
import {
  ENGINE_OPTION,
  IMAGE_OPTION,
  JSON_OPTION,
  KEYLESS_OPTION,
  REPORT_OPTION,
  TRUST_ROOT_OPTION,
} from './options.ts';

/** What works on images, wherever they are. */
export const IMAGE_COMMANDS: CommandEntry[] = [
  {
    usage: 'scan <image>',
    description:
      'Scan an image, an archive of one, an OCI layout folder or a bill of materials, and judge it',
    options: [
      JSON_OPTION,
      REPORT_OPTION,
      ENGINE_OPTION,
      ['--policy <preset>', 'strict, balanced or audit'],
      ['--statements <folder>', 'Write bills of materials and statements about the image here'],
    ],
    examples: ['harden scan .harden/image', 'harden scan debian:13-slim'],
    load: async () => (await import('../scan.ts')).runScan,
  },
  {
    usage: 'rescan [...targets]',
    description: 'Scan images, bills of materials or builds again, and fail on what is new',
    options: [
      JSON_OPTION,
      ENGINE_OPTION,
      ['--store <folder>', 'Where the last results are kept; default: .harden/rescan'],
      ['--policy <preset>', 'strict, balanced or audit'],
    ],
    examples: ['harden rescan', 'harden rescan registry.example/orders:1.0 sbom.cdx.json'],
    load: async () => (await import('../rescan.ts')).runRescan,
  },
  {
    usage: 'publish [path]',
    description: 'Push the image that the last build made and passed: a project, or its OCI layout',
    options: [
      [
        '--to <reference>',
        'Where to, with a tag; may be given several times; else publish.to of the spec',
      ],
      ['--max-age <time>', 'How old the report may be: 72h, 3d; 24h unless set'],
      [
        '--sign-key <file>',
        'Sign the image and its statements, unless the build did: as with build',
      ],
      IMAGE_OPTION,
      KEYLESS_OPTION,
      TRUST_ROOT_OPTION,
      JSON_OPTION,
    ],
    examples: ['harden publish', 'harden publish --to ghcr.io/acme/shop:1.4.0'],
    load: async () => (await import('../publish.ts')).runPublish,
  },
  {
    usage: 'verify <image>',
    description: 'Hold a published image to what was signed about it, or to its sources',
    options: [
      ['--key <file>', 'The public key: PEM, as cosign writes it'],
      ['--identity <name>', 'Who signed without a key: a workflow by its URL, or an address'],
      ['--issuer <url>', 'Who knows that identity'],
      TRUST_ROOT_OPTION,
      ['--base <digest>', 'The digest that its base has to have'],
      [
        '--rebuild [path]',
        'Build it again from its sources, here unless a folder is named, and compare',
      ],
      JSON_OPTION,
      ENGINE_OPTION,
    ],
    examples: [
      'harden verify ghcr.io/acme/shop:1.4.0 --key cosign.pub',
      'harden verify ghcr.io/acme/shop:1.4.0 --rebuild services/shop',
    ],
    load: async () => (await import('../verify.ts')).runVerify,
  },
  {
    usage: 'compare <before> <after>',
    description: 'Say what is different in two images, or in the reports of two runs',
    options: [
      JSON_OPTION,
      ['--report <name=path>', 'Also write the comparison: html or markdown; repeatable'],
      ENGINE_OPTION,
      ['--rescan', 'Scan the images of reports again, so that both have the same databases'],
      ['--fail-on-regression', 'Exit with 1 where the change itself made something worse'],
    ],
    examples: ['harden compare orders:1.0 .harden/image', 'harden compare main.json .harden'],
    load: async () => (await import('../compare.ts')).runCompare,
  },
  {
    usage: 'audit <image>',
    description: 'List what is in an image, say what of it is unnecessary, and propose a spec',
    options: [
      JSON_OPTION,
      ENGINE_OPTION,
      ['--no-scan', 'Only read the image: no engine, no scanners, no findings'],
      ['--write <file>', 'Write the proposed spec here, for the sources beside it'],
    ],
    examples: [
      'harden audit python:3.13',
      'harden audit image.tar --no-scan',
      'harden audit Dockerfile --write hardening.yaml',
    ],
    load: async () => (await import('../audit.ts')).runAudit,
  },
];
