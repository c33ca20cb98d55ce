import { GO_RECIPE, NODE_PACKAGES, NODE_RECIPE } from './recipe.ts';
import { type ImageSeed, NODE_STAND_IN, STAND_IN, SYSTEM_PATH } from './seed-types.ts';

/** What every toolchain has beside its compiler. */
const COMMON = ['base-files', 'base-passwd', 'ca-certificates', 'libc6', 'netbase', 'tzdata'];
/** The official images have a C compiler too. */
const C = ['gcc', 'libc6-dev'];
const CC = { 'usr/bin/cc': 'gcc' };
/** What scripts of npm packages call, and what node-gyp builds with. */
const NODE = `bash coreutils dash diffutils findutils g++ git grep gzip make mawk patch perl-base
  pkg-config python3 sed tar xz-utils`.split(/\s+/);
const NODE_VERSION = NODE_PACKAGES.x64.version;
const ROOT = { release: 'trixie', purpose: 'toolchain' } as const;

export const TOOLCHAIN_SEEDS: readonly ImageSeed[] = [
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
  {
    name: 'image-node',
    upstream: 'docker.io/library/node:24',
    repository: 'library/node',
    tag: '24',
    source: {
      ...ROOT,
      kind: 'node',
      recipe: NODE_RECIPE,
      packages: [...NODE, ...C, ...COMMON],
      links: { ...CC, 'usr/bin/c++': 'g++', 'usr/bin/awk': 'mawk' },
    },
    config: {
      Env: [`PATH=${SYSTEM_PATH}`, `NODE_VERSION=${NODE_VERSION}`],
      Cmd: ['node'],
      Labels: NODE_STAND_IN,
    },
  },
  // The name of the library holds the version, so that a tag cannot come to say another.
  rust('1.85', ['rustc', 'cargo', 'libstd-rust-1.85']),
  { ...rust('1.96', ['rustc-web', 'cargo-web', 'libstd-rust-web-1.96']), passing: true },
];

/** The official image has coreutils and git as well. */
function rust(tag: string, packages: string[]): ImageSeed {
  return {
    name: `image-rust-${tag}`,
    upstream: `docker.io/library/rust:${tag}`,
    repository: 'library/rust',
    tag,
    source: {
      ...ROOT,
      kind: 'debian',
      packages: [...packages, 'coreutils', 'git', ...C, ...COMMON],
      links: CC,
    },
    config: { Env: [`PATH=${SYSTEM_PATH}`, `RUST_VERSION=${tag}`], Labels: STAND_IN },
  };
}
