import type { CommandEntry } from './entry.ts';

const JSON_OPTION: [string, string] = ['--json', 'Print the result as one JSON document'];
const ENGINE_OPTION: [string, string] = [
  '--engine <address>',
  'Use this engine: unix://, tcp://, docker-container:// or kube-pod://',
];
const REPORT_OPTION: [string, string] = [
  '--report <name=path>',
  'Also write a report: html, markdown, comment, sarif, junit, gitlab, json or text; repeatable',
];

export const COMMANDS: CommandEntry[] = [
  {
    usage: 'init [path]',
    description: 'Propose a hardening.yaml from the files of a project, and write it',
    options: [
      ['--yes', 'Ask nothing: take what is most likely, and say what was a guess'],
      ['--dry-run', 'Print the spec and write nothing'],
      ['--force', 'Write over a hardening.yaml that is there'],
      ['--from-dockerfile [file]', 'Translate a Dockerfile, and list what has no translation'],
      JSON_OPTION,
    ],
    examples: ['harden init', 'harden init services/api --dry-run'],
    load: async () => (await import('./init.ts')).runInit,
  },
  {
    usage: 'build [path]',
    description: 'Build, scan and judge the image of a hardening.yaml',
    options: [
      JSON_OPTION,
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
      [
        '--publish [reference]',
        'Publish the image if it passes: there, or where publish.to of the spec says',
      ],
      ['--baseline <report>', 'Fail only on findings that this earlier report does not have'],
      ['--no-cache', 'Run every build step again'],
      ['--frozen', 'Use what hardening.lock has, and fail on anything it does not have'],
    ],
    examples: ['harden build', 'harden build services/api --report html=report.html'],
    load: async () => (await import('./build.ts')).runBuild,
  },
  {
    usage: 'smoke [path]',
    description: 'Run the image that the last build made as production would, and nothing else',
    options: [
      JSON_OPTION,
      ENGINE_OPTION,
      ['--suggest', 'Print how to run it: a pod of Kubernetes and a compose.yaml'],
    ],
    examples: ['harden smoke', 'harden smoke services/api --suggest'],
    load: async () => (await import('./smoke.ts')).runSmoke,
  },
  {
    usage: 'choose [path]',
    description: 'Try the app on every base, and say which one is best and why',
    options: [
      JSON_OPTION,
      ENGINE_OPTION,
      ['--base <families>', 'Only these, separated by commas: distroless,alpine:3.23'],
      ['--write', 'Put the winner into the spec and the lock'],
    ],
    examples: ['harden choose', 'harden choose --base distroless,debian --write'],
    load: async () => (await import('./choose.ts')).runChoose,
  },
  {
    usage: 'lock [path]',
    description: 'Write hardening.lock: what every name of a build stands for now',
    options: [ENGINE_OPTION, ['--check', 'Only say whether the lock fits the spec']],
    examples: ['harden lock', 'harden lock --check'],
    load: async () => (await import('./lock.ts')).runLock,
  },
  {
    usage: 'update [path]',
    description: 'Look every name up again, show what that changes, and write hardening.lock',
    options: [JSON_OPTION, ENGINE_OPTION, ['--dry-run', 'Only show it']],
    examples: ['harden update', 'harden update --dry-run'],
    load: async () => (await import('./update.ts')).runUpdate,
  },
  {
    usage: 'validate [path]',
    description: 'Check a hardening.yaml and show every error',
    options: [JSON_OPTION],
    examples: ['harden validate'],
    load: async () => (await import('./validate.ts')).runValidate,
  },
  {
    usage: 'plan [path]',
    description: 'Show what a build would do, without doing it',
    options: [JSON_OPTION],
    examples: ['harden plan', 'harden plan --json'],
    load: async () => (await import('./plan.ts')).runPlan,
  },
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
    load: async () => (await import('./scan.ts')).runScan,
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
    load: async () => (await import('./rescan.ts')).runRescan,
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
      JSON_OPTION,
    ],
    examples: ['harden publish', 'harden publish --to ghcr.io/acme/shop:1.4.0'],
    load: async () => (await import('./publish.ts')).runPublish,
  },
  {
    usage: 'verify <image>',
    description: 'Hold a published image to what a key has signed about it',
    options: [
      ['--key <file>', 'The public key: PEM, as cosign writes it'],
      ['--base <digest>', 'The digest that its base has to have'],
      JSON_OPTION,
    ],
    examples: ['harden verify ghcr.io/acme/shop:1.4.0 --key cosign.pub'],
    load: async () => (await import('./verify.ts')).runVerify,
  },
  {
    usage: 'report [path]',
    description:
      'Print or write the report of the last build again, in any form, without an engine',
    options: [REPORT_OPTION, JSON_OPTION],
    examples: ['harden report', 'harden report services/api --report sarif=harden.sarif'],
    load: async () => (await import('./report.ts')).runReport,
  },
  {
    usage: 'explain <word> [path]',
    description: 'Say why a finding, package, check, layer or /file is there, and what to change',
    options: [JSON_OPTION],
    examples: ['harden explain CVE-2026-1234', 'harden explain starlette'],
    load: async () => (await import('./explain.ts')).runExplain,
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
    load: async () => (await import('./compare.ts')).runCompare,
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
    load: async () => (await import('./audit.ts')).runAudit,
  },
  {
    usage: 'presets <action> [name]',
    description: 'Language presets: list, show NAME, docs NAME, check DIR, new DIR',
    options: [JSON_OPTION, ['--update', 'With check: write the plans of the examples anew']],
    examples: ['harden presets list', 'harden presets show go', 'harden presets check ./acme'],
    words: ['list', 'show', 'docs', 'check', 'new'],
    load: async () => (await import('./presets.ts')).runPresets,
  },
  {
    usage: 'schema [kind]',
    description: 'Print the JSON Schema of hardening.yaml, or of what WORD --json prints',
    options: [],
    examples: ['harden schema > hardening.schema.json', 'harden schema report'],
    words: ['spec', 'preset', 'report', 'audit', 'compare', 'explain'],
    load: async () => (await import('./schema.ts')).runSchema,
  },
  {
    usage: 'doctor',
    description: 'Look at everything that a build needs, and say what mends what is wrong',
    options: [
      JSON_OPTION,
      ['--bundle <file>', 'Also write a file for a bug report, without secrets'],
    ],
    examples: ['harden doctor', 'harden doctor --bundle harden-doctor.json'],
    load: async () => (await import('./doctor.ts')).runDoctor,
  },
  {
    usage: 'engine <action>',
    description: 'Manage the native engine: install, start, stop, status, uninstall',
    options: [
      JSON_OPTION,
      ['--if-needed', 'With install: do nothing where Docker, Podman or an address is at hand'],
    ],
    examples: ['harden engine install', 'harden engine status'],
    words: ['install', 'start', 'stop', 'status', 'uninstall'],
    load: async () => (await import('./engine.ts')).runEngine,
  },
  {
    usage: 'completion <shell>',
    description: 'Print what completes commands and options: bash, zsh, fish or powershell',
    options: [],
    examples: ['source <(harden completion bash)', 'harden completion fish | source'],
    words: ['bash', 'zsh', 'fish', 'powershell'],
    load: async () => (await import('./completion.ts')).completionOf(COMMANDS),
  },
];
