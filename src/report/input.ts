import type { Span } from '../diagnostics/diagnostic.ts';
import type { Finding } from '../scan/types.ts';
import type { RunReport } from './types.ts';

/** A run, and what its project says of it where there is a project. */
export interface ReportInput {
  report: RunReport;
  /** The version of harden. */
  harden: string;
  /** The line that asks for the package of a finding; files are relative to the repository. */
  locate?: (finding: Pick<Finding, 'package' | 'type' | 'version'>) => Span | undefined;
  /** Where the spec says the base, for packages of the system and the image as a whole. */
  base?: Span;
  /** Where it says what is built, for packages of the app that no file names. */
  app?: Span;
}
