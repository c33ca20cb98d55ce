import type { BaseFamily } from '../base/schema.ts';
import type { Span } from '../diagnostics/diagnostic.ts';
import type {
  Artifact,
  Base,
  BuildPlan,
  Builds,
  Expectation,
  Platform,
  Policy,
  Reasons,
  Service,
  Settings,
  SmokeTest,
  Step,
  Toolchain,
} from '../plan/types.ts';
import type { LoadedSpec } from '../spec/load.ts';
import type { SourceMap } from '../spec/source-map.ts';
import type { PresetData } from './schema.ts';

/** A preset that was read. `file` is what its spans name. */
export interface Preset {
  name: string;
  file: string;
  text: string;
  /** The npm package that it came with. */
  package?: { name: string; version: string };
  source: SourceMap;
  data: PresetData;
}

/** The files of the user's project, as far as compiling needs them; paths relative to its folder. */
export interface ProjectFiles {
  has(path: string): boolean;
  read(path: string): string | undefined;
}

export interface ResolveContext {
  platform: Platform;
  folderName: string;
  /** The families of bases that the spec may mean. */
  families: readonly BaseFamily[];
}

/** A value and the line that gave it. */
export interface Located<T> {
  value: T;
  origin: Span;
}

/** What a spec is resolved with: the preset's data has the inputs filled in. */
export interface Setting {
  loaded: LoadedSpec;
  preset: Preset;
  data: PresetData;
  inputs: Record<string, Located<string>>;
  /** The values of the inputs, for what hangs on them. */
  plain: Record<string, string>;
  variant: NonNullable<PresetData['variants']>[number] | undefined;
}

/** A value that an input must have for the base or the toolchain; `origin` is what to change. */
export interface Requirement {
  of: string;
  input: string;
  wanted: string;
  actual: string;
  origin: Span;
}

/** Spec, preset and defaults together: every field is there. */
export interface ResolvedSpec {
  /** The spec's file name. */
  file: string;
  name: string;
  language: { preset: string; inputs: Record<string, Located<string>> };
  platform: Platform;
  builds?: Builds;
  toolchain: Toolchain;
  dependencies: {
    files: string[];
    exclude: string[];
    stubs?: { files: string[]; text: string };
    steps: Step[];
  };
  build: {
    include: Located<string>[];
    exclude: string[];
    /** The file of the project that keeps files out. */
    ignoredBy?: string;
    steps: Step[];
  };
  artifacts: Artifact[];
  base: Base;
  libraries: BuildPlan['libraries'];
  reasons: Reasons;
  /** Programs the base is known to have; undefined where nobody can know. */
  programs: string[] | undefined;
  requirements: Requirement[];
  entrypoint: Located<string[]>;
  cmd: string[];
  env: Record<string, string>;
  user: Located<string>;
  workdir: Located<string>;
  ports: string[];
  labels: Record<string, string>;
  stopSignal: string | undefined;
  writable: BuildPlan['writable'];
  fixedUser?: string;
  /** Bytes. */
  memory?: number;
  settings?: Settings;
  services: Service[];
  smoke: SmokeTest[];
  expect: Expectation[];
  network: BuildPlan['network'];
  scan: BuildPlan['scan'];
  debian: { mirror?: string };
  policy: Policy;
}
