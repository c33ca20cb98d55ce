import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { Signer } from '../statements/attestation.ts';
import { cosignKey, isCosignKey } from './cosign-key.ts';
import { keySigner } from './key-signer.ts';

/** The name that cosign gives the variable. */
const PASSWORD = 'COSIGN_PASSWORD';

/**
 * The signer of a key file: ECDSA P-256 as PEM, plain, encrypted as PKCS #8 or as cosign writes it.
 * The password is in `COSIGN_PASSWORD`. @throws HardenError sign/bad-key.
 */
export async function readSigner(
  file: string,
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<Signer> {
  const pem = await readFile(resolve(cwd, file), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw bad(`${file} cannot be read (${cause.code})`, 'name the file of your private key');
  });
  const key = opened(file, pem, env[PASSWORD]);
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    const type = key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType;
    throw bad(`${file} is a key of type ${type}, expected ECDSA on P-256`, MAKE);
  }
  return keySigner(key);
}

const MAKE = 'make one with: cosign generate-key-pair';

function opened(file: string, pem: string, password: string | undefined): KeyObject {
  const secret = /^-----BEGIN ENCRYPTED /m.test(pem);
  if (!/^-----BEGIN .*PRIVATE KEY-----$/m.test(pem)) {
    throw bad(`${file} holds no private key in PEM`, MAKE);
  }
  if (secret && password === undefined) {
    throw bad(`${file} is encrypted, and there is no password`, `set ${PASSWORD}`);
  }
  try {
    if (isCosignKey(pem)) return cosignKey(pem, password ?? '');
    return createPrivateKey({ key: pem, ...(secret && { passphrase: password }) });
  } catch {
    // What the library says may quote a part of the key.
    const why = secret ? `does not open with the password in ${PASSWORD}` : 'is no whole key';
    throw bad(`${file} ${why}`, secret ? `set ${PASSWORD} to the password of the key` : MAKE);
  }
}

function bad(message: string, hint: string): HardenError {
  return new HardenError(error('sign/bad-key', message, { hint }));
}
