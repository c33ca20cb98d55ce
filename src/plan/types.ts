import type { Span } from '../diagnostics/diagnostic.ts';
import type { Policy } from './policy.ts';
import type { Healthcheck, Settings, Writable } from './settings.ts';
import type { Stage } from './stage.ts';

export type { Accept, Exception, Ignore, Policy, Severity } from './policy.ts';
export type { Certificate, Healthcheck, Settings, Writable } from './settings.ts';
export type { Cache, Secret, Ssh, Stage, Step } from './stage.ts';

/** The platforms harden builds for. */
export type Platform = 'linux/amd64' | 'linux/arm64';

/**
 * Everything a build does, as plain JSON: same inputs, same bytes. No clock, no network, no
 * resolved tag is in it. Every step keeps the line of the spec or preset that asked for it.
 */
export interface BuildPlan {
  version: 1;
  name: string;
  language: { preset: string; inputs: Record<string, string> };
  platform: Platform;
  /** How the toolchain makes what is for another platform than its own; absent: not at all. */
  builds?: Builds;
  toolchain: Toolchain;
  /** Run in order in the toolchain; each sees its own files only, so that it is cached on them. */
  stages: Stage[];
  /** The only things that cross from the toolchain into the image. */
  artifacts: Artifact[];
  base: Base;
  /** Which libraries that the base lacks are taken from the toolchain; `none`: lacking one is an error. */
  libraries: 'none' | 'auto' | string[];
  /** Why this base, this flavour of it and this user: a line each. */
  reasons: Reasons;
  config: ImageConfig;
  /** Folders of the program’s user; the rest of the image is read-only when it is tested. */
  writable: Writable[];
  /** Why the program runs as its own user only, and is not tested as another one. */
  fixedUser?: string;
  /** The most bytes of memory that it may have; absent: any. */
  memory?: number;
  /** What else the image is set up with. */
  settings?: Settings;
  /** What is started beside the program while it is tested. */
  services?: Service[];
  smoke: SmokeTest[];
  /** Which packages of the app a scanner has to see, and where they are listed. */
  expect: Expectation[];
  network: { proxy?: string; ca?: string };
  scan: {
    scanners: ScannerName[];
    /** Hours. */
    maxDatabaseAge: number;
    /** Seconds that a scanner may take; absent: as long as any may. */
    timeout?: number;
    /** Whether a vulnerable lock file ends the build (absent, `early`), is told only, or not read. */
    lockFiles?: 'early' | 'late' | 'off';
  };
  policy: Policy;
}

/**
 * `cross`: it builds for any platform, told by the environment of the steps. `portable`: what it builds
 * runs anywhere, unless a package brings machine code.
 */
export type Builds = 'cross' | 'portable';

export type ScannerName = 'trivy' | 'grype';

export interface Reasons {
  base: string;
  flavour?: string;
  user: string;
}

export type Toolchain =
  | { kind: 'image'; ref: string; origin: Span }
  | { kind: 'debian'; release: string; packages: string[]; origin: Span };

/** `layer`: dependencies change seldom and the app often, so each has a layer of its own. */
export interface Artifact {
  from: string;
  to: string;
  mode?: string;
  exclude?: string[];
  layer: 'dependencies' | 'app';
  origin: Span;
}

export type Base = { kind: 'scratch'; origin: Span } | ImageBase | DebianBase;

export interface ImageBase {
  kind: 'image';
  ref: string;
  /** What the catalogue knows of it; absent for an image that the spec names by its reference. */
  family?: BaseFacts;
  /** What is put on it before the artifacts. */
  packages?: AddedPackages;
  /** What is taken out of it. */
  remove?: Removal;
  /** The base is written anew as one layer, without what is taken out. */
  flatten?: true;
  origin: Span;
}

export interface BaseFacts {
  name: string;
  flavour: string;
  release: string;
  libc: 'glibc' | 'musl' | 'none';
  /** What a scanner has to recognise; no version: it moves. */
  os?: { family: string; version?: string };
  /** The last day of its support, YYYY-MM-DD. */
  endOfLife?: string;
}

export type AddedPackages =
  | AddedApk
  | { manager: 'debian'; release: string; names: string[]; drop: Record<string, string> };

export interface AddedApk {
  manager: 'apk';
  names: string[];
  repositories: string[];
  keys: string[];
  /** An image that has apk, where the base has none. */
  installer?: string;
  /** The line of the spec that has each name, repository and key. */
  origins: Record<string, Span>;
}

/**
 * `orphans`: what only removed packages asked for goes as well, but not what is held. `paths` are
 * patterns of files.
 */
export interface Removal {
  packages: string[];
  orphans: boolean;
  paths: string[];
  hold: string[];
}

interface DebianBase {
  kind: 'debian';
  release: string;
  /** The last day of its support, YYYY-MM-DD. */
  endOfLife?: string;
  packages: string[];
  /** Dependencies left out on purpose, with the reason. */
  drop: Record<string, string>;
  /** Links to add, path to target, for what a maintainer script would have made. */
  links: Record<string, string>;
  origin: Span;
}

/** The part of the OCI image config that the spec decides, in the OCI's own names. */
export interface ImageConfig {
  User: string;
  Entrypoint: string[];
  Cmd: string[];
  Env: string[];
  WorkingDir: string;
  ExposedPorts: string[];
  Labels: Record<string, string>;
  StopSignal?: string;
  /** Docker's and Podman's own; the OCI has none. Times are in nanoseconds. */
  Healthcheck?: Healthcheck;
}

/**
 * `kind` names the reader in src/inspect/expected.ts; `path` is in the image, or for a lock file
 * such as `python-requirements` in the project. `opaque`: of that program it is known and accepted that
 * nothing says what is linked into it.
 */
export interface Expectation {
  kind:
    | 'bun-lock'
    | 'composer-lock'
    | 'dotnet-deps'
    | 'gemfile-lock'
    | 'go-buildinfo'
    | 'java-jars'
    | 'linked-packages'
    | 'node-modules'
    | 'npm-lock'
    | 'opaque'
    | 'pnpm-lock'
    | 'python-dist-info'
    | 'python-poetry-lock'
    | 'python-requirements'
    | 'python-uv-lock'
    | 'rust-audit'
    | 'yarn-lock';
  path: string;
}

/** A service under its host name; `provides` is environment of the program, in tests alone. */
export interface Service {
  name: string;
  image: string;
  port: number;
  env: Record<string, string>;
  provides: Record<string, string>;
  origin: Span;
}

/**
 * A test of the finished image as it would run: `start` that its program comes up (and listens on
 * `port`, if there is one), `http` that it answers, `log` that it prints a text, `health` that its health check says so, `run` that
 * another program of it does its work.
 * `timeout` is in seconds.
 */
export type SmokeTest = { timeout: number; origin: Span } & (
  | { kind: 'start'; port?: number }
  | { kind: 'http'; path: string; port: number; status: number; body?: string }
  | { kind: 'log'; text: string }
  | { kind: 'health'; run: string[] }
  | { kind: 'run'; run: string[]; exitCode: number; stdout?: string }
);
