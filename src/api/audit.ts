import { resolve } from 'node:path';
import type { AuditReport } from '../audit/types.ts';
import { auditImage } from '../audit.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { policyNamed } from '../policy/named.ts';
import { unlessAborted } from './options.ts';
import { type ImageOptions, imageRequest } from './scan.ts';

export interface AuditOptions extends ImageOptions {
  /** Whether scanners look at the image too, which takes an engine; `true` when absent. */
  scan?: boolean;
  /** Of the sources, whose files decide what the proposed spec needs to say; `cwd` when absent. */
  folder?: string;
}

export interface Audit {
  report: AuditReport;
  /** What went wrong with the scan, and what makes it worthless. */
  diagnostics: Diagnostic[];
}

/**
 * Lists what is in somebody else's image, says what of it is needed and why, and proposes a spec.
 * @throws HardenError when something could not be done.
 */
export async function audit(image: string, options: AuditOptions = {}): Promise<Audit> {
  const request = imageRequest(options);
  const { scan = true, folder = '.' } = options;
  return unlessAborted(request.signal, () =>
    auditImage({
      ...request,
      image,
      scan,
      folder: resolve(request.cwd, folder),
      policy: policyNamed('audit'),
    }),
  );
}
