import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { opensByKey } from '../signing/open-bundle.ts';
import { readPublicKey } from '../signing/public-key.ts';
import type { VerifyRequest } from '../verify.ts';
import { type Options, type Terminal, trustRootOf } from './terminal.ts';

/** Whose signatures count; nobody's where only the sources are to be looked at. */
export async function trustedOf(
  options: Options,
  { cwd, env, now }: Terminal,
): Promise<VerifyRequest['trusted']> {
  const { key, identity, issuer, rebuild } = options;
  if (key !== undefined && (identity ?? issuer) !== undefined) {
    throw bad('--key and --identity are given, expected one of them', 'leave one out');
  }
  if (key !== undefined) {
    return { who: 'key', open: opensByKey(await readPublicKey(String(key), cwd)) };
  }
  if (identity && issuer) {
    // The libraries of Sigstore are read only where they are needed.
    const { opensByIdentity } = await import('../signing/keyless/verifier.ts');
    const { readTrustRoot } = await import('../signing/keyless/trust-root.ts');
    const trust = await readTrustRoot(trustRootOf(options, env), { cwd, now: now() });
    const by = { name: String(identity), issuer: String(issuer) };
    return { who: 'identity', open: opensByIdentity(trust, by) };
  }
  if (identity !== undefined || issuer !== undefined) {
    const missing = identity ? '--issuer' : '--identity';
    throw bad(
      `${missing} is missing: a name is somebody else's elsewhere`,
      'name both: --identity https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main --issuer https://token.actions.githubusercontent.com',
    );
  }
  if (rebuild !== undefined) return undefined;
  throw bad(
    'it is not said whose signature counts',
    'add the public key: --key cosign.pub; or who signed without one: --identity and --issuer',
  );
}

function bad(message: string, hint: string): HardenError {
  return new HardenError(error('cli/bad-option', message, { hint }));
}
