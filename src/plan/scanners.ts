import type { ScannerName } from './types.ts';

/** What an image is scanned with where nobody says it. */
export const DEFAULT_SCANNERS: readonly ScannerName[] = ['trivy', 'grype'];

/** Seconds. An image of 2 GB takes one of them a few minutes. */
export const SCAN_TIMEOUT = 900;

/** Hours. Advisory databases are made several times a day; three days bridge a weekend. */
export const MAX_DATABASE_AGE = 72;
