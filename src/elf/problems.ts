import type { Libc } from './types.ts';

/** Why a file cannot start. Paths are the real ones; `neededBy` is the subject that led there. */
export type ClosureProblem =
  /** `file` is the one that asks for the library. */
  | { kind: 'missing-library'; file: string; library: string; neededBy: string }
  /** The library is at `path`; `newest` is its highest version of the same family. */
  | {
      kind: 'missing-version';
      file: string;
      library: string;
      version: string;
      path: string;
      newest?: string;
    }
  | { kind: 'missing-loader'; file: string; loader: string }
  /** The file is built for `libc`, and the loader that is there belongs to `expected`. */
  | { kind: 'wrong-libc'; file: string; libc: Libc; expected: Libc }
  | { kind: 'wrong-machine'; file: string; machine: string; expected: string };

export interface ProblemList {
  add(problem: ClosureProblem): void;
  all(): ClosureProblem[];
}

/** Problems in the order they were found, each once: many subjects share the files below them. */
export function problemList(): ProblemList {
  const found = new Map<string, ClosureProblem>();
  return {
    add(problem) {
      const key = keyOf(problem);
      if (!found.has(key)) found.set(key, problem);
    },
    all: () => [...found.values()],
  };
}

function keyOf(problem: ClosureProblem): string {
  const { kind, file } = problem;
  const library = 'library' in problem ? problem.library : '';
  const version = 'version' in problem ? problem.version : '';
  return [kind, file, library, version].join('\0');
}
