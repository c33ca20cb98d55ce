import type { Span } from '../diagnostics/diagnostic.ts';

export interface Stage {
  name: 'dependencies' | 'build';
  /** Patterns relative to the source folder; nothing else is uploaded. */
  files: { include: string[]; exclude: string[] };
  /** The file of the project that gave some of the patterns. */
  ignoredBy?: string;
  /** Files that are there by name, each with the same text in place of its own. */
  stubs?: { include: string[]; exclude: string[]; text: string };
  steps: Step[];
}

/** A program run in the toolchain: an argument vector, never a shell line. */
export interface Step {
  run: string[];
  env: Record<string, string>;
  workdir: string;
  caches: Cache[];
  secrets?: Secret[];
  ssh?: Ssh;
  origin: Span;
}

/** The SSH agent of the machine that builds, by the variable that names its socket. */
export interface Ssh {
  agent: string;
  /** The file with the keys of the hosts that may be talked to. */
  knownHosts: string;
  origin: Span;
}

/**
 * A credential that a step needs: where this machine has it, and the variable or the file in which
 * the step finds it. The plan names it; its value is in no document.
 */
export interface Secret {
  from: { env: string } | { file: string };
  to: { env: string } | { path: string };
  origin: Span;
}

export interface Cache {
  id: string;
  path: string;
}
