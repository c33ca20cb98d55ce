import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { bundleOf, type Signer, signedBytes } from '../statements/attestation.ts';
import { openBundle } from './open-bundle.ts';

/** Signs with a key alone: no log and no authority has a part in it. */
export function keySigner(key: KeyObject): Signer {
  const publicKey = createPublicKey(key);
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const hint = createHash('sha256').update(der).digest('base64');
  return {
    bundle: async (payload) =>
      bundleOf(payload, sign('sha256', signedBytes(payload), key), { publicKey: { hint } }),
    made: async (bundle) => openBundle(bundle, publicKey) !== undefined,
  };
}
