import { createHash } from 'node:crypto';
import type { OciConfig } from '../oci/spec.ts';
import type { User } from './user.ts';

/** OpenShift gives every namespace its own range of ids, all in this one. */
const FIRST = 1_000_000_000;
const COUNT = 1_000_000_000;

/**
 * A user that no image knows, in group 0, as OpenShift starts containers. It follows from the image,
 * so that nothing is run again for the same one.
 */
export function anyUser(image: OciConfig): User {
  const hash = createHash('sha256').update(JSON.stringify(image)).digest();
  return { uid: FIRST + (hash.readUInt32BE(0) % COUNT), gid: 0 };
}
