import { GO_RECIPE, TRIVY_VERSION } from './recipe.ts';
import { type ImageSeed, STAND_IN, SYSTEM_PATH } from './seed-types.ts';

/** What every toolchain has beside its compiler. */
const COMMON = ['base-files', 'base-passwd', 'ca-certificates', 'libc6', 'netbase', 'tzdata'];
/** The official images have a C compiler too. */
const C = ['gcc', 'libc6-dev'];
const CC = { 'usr/bin/cc': 'gcc' };
const ROOT = { release: 'trixie', purpose: 'toolchain' } as const;

export const TOOLCHAIN_SEEDS: readonly ImageSeed[] = [
  {
    name: 'image-trivy',
    upstream: `docker.io/aquasec/trivy:${TRIVY_VERSION}`,
    repository: 'aquasec/trivy',
    tag: TRIVY_VERSION,
    source: { kind: 'trivy' },
    config: {
      Entrypoint: ['trivy'],
      Env: [`PATH=${SYSTEM_PATH}`],
      Labels: {
        'org.opencontainers.image.description': "built from its Go module by harden's lab",
        'org.opencontainers.image.version': TRIVY_VERSION,
        'dev.harden.stand-in': 'false',
      },
    },
  },
  {
    name: 'image-golang',
    upstream: 'docker.io/library/golang:1.24',
    repository: 'library/golang',
    tag: '1.24',
    source: { ...ROOT, kind: 'debian', packages: ['golang-go', ...C, ...COMMON], links: CC },
    config: {
      // Without GOTOOLCHAIN=local Go may fetch a newer toolchain, which escapes every lock.
      Env: [`PATH=/usr/lib/go-1.24/bin:${SYSTEM_PATH}`, 'GOTOOLCHAIN=local'],
      Labels: STAND_IN,
    },
  },
  {
    name: 'image-golang-1.26',
    upstream: 'docker.io/library/golang:1.26',
    repository: 'library/golang',
    tag: '1.26',
    source: { ...ROOT, kind: 'go', recipe: GO_RECIPE, packages: [...C, ...COMMON], links: CC },
    config: {
      Env: [`PATH=/${GO_RECIPE.root}/bin:${SYSTEM_PATH}`, 'GOTOOLCHAIN=local'],
      Labels: {
        ...STAND_IN,
        'org.opencontainers.image.description':
          "stand-in by harden's lab: Go from its toolchain module on Debian packages, not the original image",
      },
    },
  },
  {
    name: 'image-python',
    upstream: 'docker.io/library/python:3.13',
    repository: 'library/python',
    tag: '3.13',
    source: {
      ...ROOT,
      kind: 'debian',
      packages: ['python3', 'python3-venv', 'python3-dev', ...C, ...COMMON],
      links: CC,
    },
    config: { Env: [`PATH=${SYSTEM_PATH}`, 'LANG=C.UTF-8'], Labels: STAND_IN },
  },
];
