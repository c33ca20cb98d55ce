import type { Rebuilt } from '../rebuild/rebuild.ts';
import type { Resolved } from '../registry/resolve.ts';
import type { Verified } from './types.ts';

/** What `harden verify --json` prints. */
export interface Verification {
  schemaVersion: 1;
  /** `<registry>/<repository>@<digest>`. */
  image: string;
  digest: string;
  pass: boolean;
  verified: Omit<Verified, 'code'>[];
  /** Of an image that was built again. */
  rebuild?: Rebuilt;
}

export function verificationOf(
  { ref, digest }: Pick<Resolved, 'ref' | 'digest'>,
  verified: readonly Verified[],
  rebuild?: Rebuilt,
): Verification {
  return {
    schemaVersion: 1,
    ...{ image: ref, digest, pass: verified.length > 0 && verified.every((one) => one.pass) },
    verified: verified.map(({ code: _, ...one }) => one),
    ...(rebuild && { rebuild }),
  };
}
