import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { keySigner } from '../../src/signing/key-signer.ts';
import { bundleOf, type Signer } from '../../src/statements/attestation.ts';

/** A key of its own, as a signer and to verify with. */
export function keyPair(): { signer: Signer; publicKey: KeyObject; bare: Signer } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signer = keySigner(privateKey);
  // Without the encoding that binds the type.
  const bare: Signer = {
    ...signer,
    bundle: async (payload) =>
      bundleOf(payload, sign('sha256', payload, privateKey), { publicKey: { hint: '' } }),
  };
  return { signer, publicKey, bare };
}
