import { MAX_DATABASE_AGE } from '../plan/scanners.ts';
import type { Platform, Policy } from '../plan/types.ts';
import { hostPlatform } from '../platform.ts';
import { policyNamed } from '../policy/named.ts';
import type { RunReport } from '../report/types.ts';
import { scanImage } from '../scan-image.ts';
import { type CallOptions, surroundings, unlessAborted } from './options.ts';

export interface ImageOptions extends CallOptions {
  /** Which image of several; Linux on this machine's architecture when absent. */
  platform?: Platform;
  /** Hours that an advisory database may be old; 72 when absent. */
  maxDatabaseAge?: number;
}

export interface ScanOptions extends ImageOptions {
  /** A preset by its name, or a policy as plans have it; `balanced` when absent. */
  policy?: Policy['preset'] | Policy;
  /** A folder for statements about the image: SBOMs, OpenVEX. */
  statements?: string;
}

/**
 * Inspects, scans and judges an image that harden did not build: a layout folder, an archive, or a
 * reference in a registry. A broken policy is `verdict.pass: false` and throws nothing.
 * @throws HardenError when something could not be done.
 */
export async function scan(image: string, options: ScanOptions = {}): Promise<RunReport> {
  const { statements, policy = 'balanced' } = options;
  const request = imageRequest(options);
  return unlessAborted(request.signal, async () =>
    scanImage({
      ...request,
      image,
      policy: typeof policy === 'string' ? policyNamed(policy) : policy,
      ...(statements !== undefined && { statements }),
    }),
  );
}

/** What every use case on a finished image asks for. */
export function imageRequest(options: ImageOptions) {
  const { platform = hostPlatform(), maxDatabaseAge = MAX_DATABASE_AGE } = options;
  return { ...surroundings(options), platform, maxDatabaseAge };
}
