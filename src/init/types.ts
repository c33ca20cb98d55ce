import type { Preset, ProjectFiles } from '../preset/types.ts';
import type { Translated } from './dockerfile/translate.ts';

/** A project's files with their names: bounded, without folders that tools fill; shallow ones first. */
export interface ProjectView extends ProjectFiles {
  paths: readonly string[];
  /** There are more files than were listed. */
  truncated: boolean;
}

/** A line of the project that shows something. */
export interface Evidence {
  file: string;
  line: number;
  text: string;
}

/** Something read from the project. A guess says why it is one. */
export interface Fact<T> {
  value: T;
  evidence: Evidence[];
  guess?: string;
}

/** Stands in an argument list for the port that is found later. */
export const PORT = '{port}';

/** One program of a project, as a spec would start it. */
export interface Program extends Fact<string[]> {
  /** What a person would call it: ./cmd/api, app.main:app. */
  name: string;
  /** Inputs of the preset that choose it. */
  with?: Record<string, string | boolean>;
  env?: Record<string, string>;
  writable?: string[];
  /** The port it listens on when nothing says another. */
  port?: number;
  /** Nothing but the preset decides that port. */
  fixedPort?: boolean;
  /** The folder whose files tell most about it. */
  folder?: string;
  /** Folders of other programs: what is read there says nothing about this one. */
  apart?: string[];
  /** The project itself says that it is this one of several. */
  sure?: boolean;
  /** Things the user has to do before it can run. */
  todo?: string[];
}

/** A file that a program keeps its data in, and what it takes to write it. */
export interface Storage {
  file: string;
  env?: Record<string, string>;
  writable?: string[];
  todo?: string[];
}

/** A C library that a dependency is built with. */
export interface Native extends Fact<string> {
  /** Debian packages of the toolchain. */
  packages: readonly string[];
}

/** How the programs of a language are found; everything else about it is its preset's. */
export interface Language {
  /** Name of its preset. */
  name: string;
  /** As people write it. */
  title: string;
  /** A project of it inside of another one is a part of that: a workspace, modules. */
  members?: boolean;
  /** A file without which its signs show nothing. */
  beside?: string;
  /** Files that show it, besides those its preset looks for. */
  signs: readonly string[];
  /** What shows it where no file of its own does, such as a dependency. */
  shows?(view: ProjectView): Evidence | undefined;
  /** What to do where the preset's own file is missing. */
  makeReady: string;
  /** Files with code, and those among them that only tests use. */
  sources: RegExp;
  tests: RegExp;
  /** What was looked for, in words, when no program is found. */
  lookedFor: string;
  programs(view: ProjectView, preset: Preset): Program[];
  /** A command of a Procfile, a Dockerfile or a script, as a program of the image. */
  command(argv: readonly string[], view: ProjectView, preset: Preset): CommandProgram | undefined;
  native(view: ProjectView): Native[];
  /** The preset says where the program lies; of another image's command its arguments count. */
  compiled?: boolean;
  /** A path that a framework answers once a dependency is there. */
  health?(view: ProjectView): Fact<string> | undefined;
  /** The file that an embedded database writes. */
  storage?(view: ProjectView, program: Program): Fact<Storage> | undefined;
  /** Why a project of this kind has no program. */
  why?(view: ProjectView): string | undefined;
  /** Inputs that code decides, such as cgo. */
  inputs?(view: ProjectView): Record<string, Fact<string | boolean>>;
}

export type CommandProgram = Omit<Program, 'evidence' | 'name'>;

/** What was found out, as it is shown: a value, how sure it is, and the lines that say so. */
export interface Finding {
  what: string;
  value: string;
  certainty: 'found' | 'guess' | 'default';
  why?: string;
  evidence: Evidence[];
}

/** Something that files cannot tell; the first option is taken where nobody is asked. */
export interface Choice {
  key: string;
  question: string;
  options: { value: string; label: string; evidence: Evidence[] }[];
}

/** Answers to choices, by key. */
export type Answers = Readonly<Record<string, string>>;

/** The parts of a spec that init writes. `notes` are shown beside keys: what is a guess, and why. */
export interface Draft {
  language: string;
  with: Record<string, string | boolean>;
  entrypoint: string[];
  /** As it is written in the spec. */
  base: string;
  baseReason?: string;
  runtime: {
    ports?: (number | string)[];
    env?: Record<string, string>;
    workdir?: string;
    user?: string;
    writable?: string[];
    libraries?: 'auto';
    packages?: string[];
    labels?: Record<string, string>;
    stopSignal?: string;
  };
  toolchain?: { debian: 'trixie' | 'bookworm'; packages: string[] };
  smoke?: { path: string };
  notes: Record<string, string>;
}

export interface Proposal {
  /** Relative to the folder that was looked at; empty for that folder itself. */
  folder: string;
  draft: Draft;
  findings: Finding[];
  choices: Choice[];
  /** What is left for the user to do. */
  todo: string[];
  /** What became of each line of a Dockerfile. */
  translation?: { file: string; lines: Translated[] };
}
