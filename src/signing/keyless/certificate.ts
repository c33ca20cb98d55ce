import { generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { type Asks, ask, refused } from './ask.ts';
import type { IdentityToken } from './identity-token.ts';

/** A key that lives as long as the run, and whose it is. */
export interface Certified {
  key: KeyObject;
  /** Of the leaf. */
  certificate: X509Certificate;
}

const chain = z.object({ chain: z.object({ certificates: z.array(z.string()).min(1) }) });
const answer = z.union([
  z
    .object({ signedCertificateEmbeddedSct: chain })
    .transform((one) => one.signedCertificateEmbeddedSct),
  z
    .object({ signedCertificateDetachedSct: chain })
    .transform((one) => one.signedCertificateDetachedSct),
]);

/** Asks the authority (Fulcio) to certify that a new key is that of the token's subject. */
export async function certify(
  authority: string,
  { token, subject }: IdentityToken,
  asks: Asks,
): Promise<Certified> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const content = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const body = {
    credentials: { oidcIdentityToken: token },
    publicKeyRequest: {
      publicKey: { algorithm: 'ECDSA', content },
      proofOfPossession: sign('sha256', Buffer.from(subject), privateKey).toString('base64'),
    },
  };
  const url = new URL('api/v2/signingCert', slashed(authority));
  const { chain: found } = await ask('the certificate authority', { url, body }, answer, asks);
  return { key: privateKey, certificate: leafOf(found.certificates[0] ?? '') };
}

function leafOf(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw refused('the certificate authority gave no certificate', 'name another one');
  }
}

export function slashed(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
