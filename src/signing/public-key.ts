import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';

/** The public key of a file in PEM. @throws HardenError sign/bad-key. */
export async function readPublicKey(file: string, cwd: string): Promise<KeyObject> {
  const pem = await readFile(resolve(cwd, file), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw bad(`${file} cannot be read (${cause.code})`);
  });
  if (!/^-----BEGIN (?:RSA )?PUBLIC KEY-----$/m.test(pem)) {
    throw bad(`${file} holds no public key in PEM`);
  }
  try {
    return createPublicKey(pem);
  } catch {
    throw bad(`${file} is no whole key`);
  }
}

function bad(message: string): HardenError {
  const hint =
    'name the public key of who signs: cosign.pub, as cosign generate-key-pair writes it';
  return new HardenError(error('sign/bad-key', message, { hint }));
}
