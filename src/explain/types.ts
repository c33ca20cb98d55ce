import type { Span } from '../diagnostics/diagnostic.ts';
import type { Attribution } from '../inspect/ledger/types.ts';
import type { BuildPlan } from '../plan/types.ts';
import type { RunReport } from '../report/types.ts';
import type { Finding } from '../scan/types.ts';

/** A stored run, and what the project says of it where there is one. */
export interface ExplainInput {
  report: RunReport;
  plan?: BuildPlan;
  /** The line of the project that asks for a package. */
  locate: (one: Pick<Finding, 'package' | 'type' | 'version'>) => Span | undefined;
  /** Where the spec says the base. */
  base?: Span;
}

/** Why one thing is there, and what to do about it. */
export interface Explanation {
  kind: 'package' | 'vulnerability' | 'check' | 'layer' | 'file' | 'step' | 'build';
  subject: string;
  /** In a line. */
  what: string;
  /** Reasons, the first tells most. */
  why: string[];
  /** What leads to it, from what the project asks for; of a package alone. */
  paths?: string[][];
  findings: Finding[];
  /** In the imperative; nothing where nothing is to be done. */
  fix: string[];
  /** The line to change. */
  line?: Span;
}

/** A file of the image, as its layers have it. */
export interface ExplainedFile {
  path: string;
  type: string;
  size: number;
  mode: string;
  user: string;
  layer: number;
  owner: Attribution;
}

/** What went into a build, as it is kept beside its report. */
export interface BuildInputs {
  /** RFC 3339. */
  finished: string;
  /** The plan as JSON. */
  plan: Record<string, unknown>;
  /** By what is looked up, what it stood for: digests of images and databases, versions of packages. */
  used: Record<string, string>;
  /** By path, what is in it; undefined for a project of very many. */
  files: Record<string, string> | undefined;
}
