import type { Code } from './codes.ts';

/** A place in a file the user wrote. Lines and columns count from 1, as editors do. */
export interface Span {
  file: string;
  line: number;
  column: number;
  length: number;
}

/**
 * One thing that is wrong: what was read and what was expected (`message`), and the fix in the
 * imperative (`hint`). `detail` holds text to show as it is, for example the end of a build log.
 */
export interface Diagnostic {
  code: Code;
  severity: 'error' | 'warning';
  message: string;
  span?: Span;
  hint?: string;
  detail?: string;
}

/** A user's mistake is a value; every mistake found is in it. */
export type Result<T> =
  | { ok: true; value: T; warnings: Diagnostic[] }
  | { ok: false; diagnostics: Diagnostic[] };

export type Problem = Omit<Diagnostic, 'code' | 'severity' | 'message'>;

export function error(code: Code, message: string, rest: Problem = {}): Diagnostic {
  return { code, severity: 'error', message, ...rest };
}

export function warning(code: Code, message: string, rest: Problem = {}): Diagnostic {
  return { code, severity: 'warning', message, ...rest };
}

export function ok<T>(value: T, warnings: Diagnostic[] = []): Result<T> {
  return { ok: true, value, warnings };
}

export function fail(...diagnostics: Diagnostic[]): { ok: false; diagnostics: Diagnostic[] } {
  return { ok: false, diagnostics };
}

/** Carries diagnostics through code that works with the outside world and so may fail anywhere. */
export class HardenError extends Error {
  readonly diagnostics: Diagnostic[];
  /** The texts that spans point into, by the name the span has, as far as they were read. */
  sources: ReadonlyMap<string, string> = new Map();

  constructor(...diagnostics: Diagnostic[]) {
    super(diagnostics.map((d) => `${d.code}: ${d.message}`).join('\n'));
    this.name = 'HardenError';
    this.diagnostics = diagnostics;
  }

  /** The same error, with the texts that it is about. */
  about(sources: ReadonlyMap<string, string>): this {
    this.sources = sources;
    return this;
  }
}
