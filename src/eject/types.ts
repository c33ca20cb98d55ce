import type { BuildPlan, ImageConfig } from '../plan/types.ts';

/**
 * All that the ejected files are made of: the plan, and what its names stood for in the last build.
 * Paths are relative to the project, with `/`.
 */
export interface Ejection {
  plan: BuildPlan;
  /** The folder that the files go to. */
  folder: string;
  toolchain: { image: string } | { part: Part };
  base: EjectedBase;
  /** Of each artifact, in their order: what it may do in the image, as chmod takes it. */
  modes: string[];
  /** What harden put on top of the artifacts. */
  above: Part[];
  /** As the image has it: labels and environment are there in full. */
  config: Pick<ImageConfig, 'Env' | 'Labels'>;
  /** Of the dependencies' files without a wildcard, those that the project has. */
  present: string[];
  /** Of each stage, in their order: the files that are there by name alone. */
  stubs: string[][];
  network: PassedOn;
  /** Folders of the config that are in no layer, so that a builder makes them. */
  madeFolders: string[];
}

export interface EjectedBase {
  /** By digest; absent: nothing. */
  image?: string;
  /** Paths of that image which the base does not have. */
  without: string[];
  /** The environment that goes with the files, where they do not come with a config. */
  env: string[];
  parts: Part[];
}

/** A tar beside the ejected files, with files that no instruction could make; for Dagger in an image. */
export interface Part {
  /** Its name in the ejected folder. */
  file: string;
  what: string;
  /** Some lines on what is in it. */
  holds: string[];
}

/** What this machine gives to build steps, by name: no address of it is in a file. */
interface PassedOn {
  variables: string[];
  ca: boolean;
}

/** A file of the ejected folder. */
export interface EjectedFile {
  name: string;
  text: string;
}

export type Form = 'dockerfile' | 'bake' | 'dagger';
