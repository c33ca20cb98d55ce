import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { readSigner } from '../signing/key.ts';
import type { Signer } from '../statements/attestation.ts';
import { type Options, type Terminal, trustRootOf } from './terminal.ts';

/**
 * Who signs: the key of `--sign-key` or `HARDEN_SIGN_KEY`, or with `--sign-keyless` the identity of the
 * job. Looked at before any work: hours later is too late to learn of a wrong password.
 */
export async function signerOf(
  options: Options,
  { cwd, env, now, signal }: Terminal,
): Promise<Signer | undefined> {
  const keyless = options['signKeyless'] === true;
  if (keyless && options['signKey'] !== undefined) {
    throw new HardenError(
      error('cli/bad-option', '--sign-key and --sign-keyless are given, expected one of them', {
        hint: 'leave one out',
      }),
    );
  }
  if (keyless) {
    const { keylessSigner } = await import('../signing/keyless/signer.ts');
    const trustRoot = trustRootOf(options, env);
    return keylessSigner({ cwd, env, now, signal, ...(trustRoot && { trustRoot }) });
  }
  const file = options['signKey'] ?? env['HARDEN_SIGN_KEY'];
  return file ? readSigner(String(file), { cwd, env }) : undefined;
}
