import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Signer } from '../../src/statements/attestation.ts';

/** A key of its own, as a signer and to verify with. */
export function keyPair(): { signer: Signer; publicKey: KeyObject } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const hint = createHash('sha256').update(der).digest('base64');
  return { signer: { hint, sign: (bytes) => sign('sha256', bytes, privateKey) }, publicKey };
}
