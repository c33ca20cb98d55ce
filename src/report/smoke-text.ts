import type { SmokeResult } from '../smoke/types.ts';

/** What was asked of the image and what it did, on one line. */
export function smokeText({ name, pass, evidence }: SmokeResult): string {
  return pass ? `${name}: ${evidence}` : `${name}: FAILED, ${evidence}`;
}
