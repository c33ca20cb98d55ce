import { GO_RECIPE, TRIVY_VERSION } from './recipe.ts';

/** An image of the lab's registry, under the name it has upstream. */
export interface ImageSeed {
  /** The step's name, and its stamp's. */
  name: string;
  /** As upstream: `docker.io/library/golang:1.24`. */
  upstream: string;
  repository: string;
  tag: string;
  source:
    | { kind: 'trivy' }
    | ({ kind: 'debian' } & DebianRoot)
    | ({ kind: 'go'; recipe: typeof GO_RECIPE } & DebianRoot);
  config: {
    Entrypoint?: string[];
    Env: string[];
    Labels: Record<string, string>;
  };
}

/** The packages under a toolchain, and links that no package has. */
export interface DebianRoot {
  release: string;
  packages: string[];
  links: Record<string, string>;
}

const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const STAND_IN = {
  'org.opencontainers.image.description':
    "stand-in assembled from Debian packages by harden's lab, not the original image",
  'dev.harden.stand-in': 'true',
};
/** What every toolchain has beside its compiler. */
const COMMON = ['base-files', 'base-passwd', 'ca-certificates', 'libc6', 'netbase', 'tzdata'];

export const IMAGE_SEEDS: readonly ImageSeed[] = [
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
    source: { kind: 'debian', release: 'trixie', packages: ['golang-go', ...COMMON], links: {} },
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
    source: { kind: 'go', recipe: GO_RECIPE, release: 'trixie', packages: COMMON, links: {} },
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
      kind: 'debian',
      release: 'trixie',
      packages: ['python3', 'python3-venv', 'python3-dev', 'gcc', 'libc6-dev', ...COMMON],
      links: { 'usr/bin/cc': 'gcc' },
    },
    config: { Env: [`PATH=${SYSTEM_PATH}`, 'LANG=C.UTF-8'], Labels: STAND_IN },
  },
];

/** Where Trivy looks for its database upstream; the lab's registry has its own there. */
export const DATABASE_SEED = {
  upstream: 'ghcr.io/aquasecurity/trivy-db:2',
  repository: 'aquasecurity/trivy-db',
  tag: '2',
  configType: 'application/vnd.aquasec.trivy.config.v1+json',
  layerType: 'application/vnd.aquasec.trivy.db.layer.v1.tar+gzip',
  title: 'db.tar.gz',
} as const;
