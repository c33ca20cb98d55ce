import type { ScannerName } from './types.ts';

/** What an image is scanned with where nobody says it. */
export const DEFAULT_SCANNERS: readonly ScannerName[] = ['trivy', 'grype'];
