import { readSigner } from '../signing/key.ts';
import type { Signer } from '../statements/attestation.ts';
import type { Options, Terminal } from './terminal.ts';

/**
 * The key of `--sign-key` or `HARDEN_SIGN_KEY`. Read before any work: hours later is too late to learn
 * of a wrong password.
 */
export async function signerOf(
  options: Options,
  { cwd, env }: Terminal,
): Promise<Signer | undefined> {
  const file = options['signKey'] ?? env['HARDEN_SIGN_KEY'];
  return file ? readSigner(String(file), { cwd, env }) : undefined;
}
