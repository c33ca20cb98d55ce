import type { Client } from '@dagger.io/dagger';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
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
 * decided by the policy, not here: a scanner that says nothing in its time has failed. It gets no secret, no network need, a configuration of
 * ours and an empty working folder, so that no file of the project can reach it.
 */
export async function scanLayout(client: Client, input: ScanInput): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLong(input)), input.timeout * 1000);
  });
  try {
    return await Promise.race([RUN[input.name](client, input), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The engine ends it when the session with it does. */
function tooLong({ title, timeout }: ScanInput): HardenError {
  const fact = `${title} was not done after ${timeout} s, so nothing is known about this image`;
  const hint = 'run it again; a build gives it longer with scan: {timeout: SECONDS}';
  return new HardenError(error('scan/failed', fact, { hint }));
}
