import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Platform } from '../plan/types.ts';
import type { Verdict } from '../policy/types.ts';
import type { Coverage, Database, Disagreement, Finding, SeenPackage } from '../scan/types.ts';
import type { SmokeResult } from '../smoke/types.ts';

/**
 * `base` layers are the base's own bytes. `runtime` is what harden changed of the base: packages and
 * libraries put on it, files taken out. `dependencies` and `app` were built.
 */
export type LayerKind = 'base' | 'runtime' | 'dependencies' | 'app';

export interface ImageLayer {
  /** Digest of the compressed bytes. */
  digest: string;
  /** Digest of the uncompressed tar. */
  diffId: string;
  /** Bytes, compressed and as a tar. */
  size: number;
  uncompressed: number;
  kind: LayerKind;
}

export interface Image {
  name: string;
  digest: string;
  configDigest: string;
  /** Path of the OCI layout folder. */
  layout: string;
  /** Bytes. */
  size: { compressed: number; uncompressed: number };
  layers: ImageLayer[];
  platform: Platform;
  /** `endOfLife`: the last day of its support, YYYY-MM-DD, where the catalogue knows it. */
  base: {
    kind: string;
    ref: string;
    digest: string;
    endOfLife?: string;
    /** Where the policy asks for it. */
    signature?: BaseSignature;
  };
  /** How it starts, in the words of the image config; reports of older versions do not have it. */
  config?: ImageStart;
}

/** Whether the makers of a base have signed it, and how that is known. */
export interface BaseSignature {
  state: 'verified' | 'unsigned' | 'refused' | 'not checked';
  why: string;
}

/** The part of an image config that says how it starts. */
export interface ImageStart {
  user: string;
  entrypoint: string[];
  cmd: string[];
  workdir: string;
  ports: string[];
}

/** A hardening check on the final file system and config; docs/checks.md has all. */
export interface Check {
  id: string;
  pass: boolean;
  evidence: string;
  /** The files that fail it, where it is about files. */
  paths?: string[];
}

/** A package of the image, as a scanner names it. */
export type ImagePackage = Pick<
  SeenPackage,
  'name' | 'version' | 'class' | 'type' | 'purl' | 'path' | 'licences' | 'dependsOn'
>;

/** The one document `harden build --json` prints; `harden scan` has no spec, plan or toolchain. */
export interface RunReport {
  schemaVersion: 1;
  /** When the run began and when it was judged, RFC 3339; reports of older versions have none. */
  times?: { started: string; finished: string };
  /** Of a build that was not made again, as nothing changed: when the last one was judged, RFC 3339. */
  unchanged?: { since: string };
  spec?: string;
  plan?: { digest: string };
  toolchain?: { ref: string; digest: string };
  /** Of an image whose app was put on another base: digests of the image it was, and of its base. */
  rebased?: { from: string; base: string };
  image: Image;
  /** Libraries that were copied from the toolchain, and whose they are. */
  libraries?: { name: string; path: string; package: string; version: string }[];
  checks: Check[];
  coverage: Coverage;
  /** `javaIndex` is there where jars were scanned: it names those that do not say it themselves. */
  /** `tested`: the ecosystems of which each saw a planted package with its advisory. */
  scanners: {
    name: string;
    version: string;
    database: Database;
    javaIndex?: Database;
    tested?: string[];
  }[];
  findings: Finding[];
  /** All that any scanner saw; reports of older versions do not have them. */
  packages?: ImagePackage[];
  /** What was found in the lock files of the project, of which not all goes into the image. */
  sources?: { files: string[]; packages: ImagePackage[]; findings: Finding[] };
  /** Where scanners say different things; absent when they agree. */
  disagreements?: Disagreement[];
  /** What the finished image did when it was run. */
  smoke: SmokeResult[];
  /** Where and why none of the tests was made that are asked for: `on linux/arm64, because …`. */
  smokeNotRun?: string;
  verdict: Verdict;
  /** Milliseconds by phase. */
  timings: Record<string, number>;
  reports: Record<string, string>;
  diagnostics: Diagnostic[];
}
