import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';

/** A reason why a scan cannot be trusted, as an error. */
export function blind(gap: string): Diagnostic {
  return error('scan/blind', `the scan proves nothing: ${gap}`, {
    hint: 'see docs/diagnostics/scan-blind.md for what each gap means and how to close it',
  });
}
