import type { Client } from '@dagger.io/dagger';
import type { ScannerName } from '../plan/types.ts';
import { scanWithGrype } from './grype.ts';
import type { ScanInput } from './scanned.ts';
import { scanWithTrivy } from './trivy.ts';

const RUN: Record<ScannerName, (client: Client, input: ScanInput) => Promise<string>> = {
  trivy: scanWithTrivy,
  grype: scanWithGrype,
};

/**
 * Scans the layout in the engine, writes the scanner's full output and gives its log; which findings matter is
 * decided by the policy, not here. A scanner gets no secret, no network need, a configuration of
 * ours and an empty working folder, so that no file of the project can reach it.
 */
export function scanLayout(client: Client, input: ScanInput): Promise<string> {
  return RUN[input.name](client, input);
}
