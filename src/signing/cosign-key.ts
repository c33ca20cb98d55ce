import { createPrivateKey, type KeyObject, scryptSync } from 'node:crypto';
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js';
import { z } from 'zod';

const LABEL = /-----BEGIN ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY-----([\s\S]+?)-----END /;

/** What cosign writes, as base64: NaCl's secretbox, with a key that scrypt makes of the password. */
const encrypted = z.object({
  kdf: z.object({
    name: z.literal('scrypt'),
    params: z.object({ N: z.int().max(1 << 20), r: z.int().max(32), p: z.int().max(16) }),
    salt: z.base64(),
  }),
  cipher: z.object({ name: z.literal('nacl/secretbox'), nonce: z.base64() }),
  ciphertext: z.base64(),
});

export function isCosignKey(pem: string): boolean {
  return LABEL.test(pem);
}

/** Throws when the password is another, or the file is damaged. */
export function cosignKey(pem: string, password: string): KeyObject {
  const json = Buffer.from(LABEL.exec(pem)?.[1] ?? '', 'base64').toString('utf8');
  const { kdf, cipher, ciphertext } = encrypted.parse(JSON.parse(json));
  const bytes = (text: string) => Buffer.from(text, 'base64');
  const { N, r, p } = kdf.params;
  const key = scryptSync(password, bytes(kdf.salt), 32, { N, r, p, maxmem: 256 * N * r });
  const der = xsalsa20poly1305(key, bytes(cipher.nonce)).decrypt(bytes(ciphertext));
  return createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
}
