import { sign, X509Certificate } from 'node:crypto';
import { bundleOf, envelopeOf, type Signer, signedBytes } from '../../statements/attestation.ts';
import { type Asks, refused } from './ask.ts';
import { type Certified, certify } from './certificate.ts';
import { checkIdentity, identityToken } from './identity-token.ts';
import { logEntry } from './log-entry.ts';
import { readTrustRoot } from './trust-root.ts';
import { opensByTrust } from './verifier.ts';

export interface KeylessOptions extends Asks {
  /** A `trusted_root.json`; that of the public instances where none is named. */
  trustRoot?: string;
  cwd: string;
  env: NodeJS.ProcessEnv;
  now: () => Date;
}

/** Certificates are good for ten minutes; a log may be slow, in milliseconds. */
const USED_FOR = 5 * 60_000;

/**
 * Signs as the identity that the CI gives the job, with a key that nobody keeps: an authority says whose
 * it is, and a public log when it was used. Where these are is in the trust root, or in
 * `HARDEN_FULCIO_URL` and `HARDEN_REKOR_URL`. What they answer is held against the trust root.
 * @throws HardenError sign/bad-trust-root, sign/no-identity.
 */
export async function keylessSigner(options: KeylessOptions): Promise<Signer> {
  const { env, now } = options;
  checkIdentity(env);
  const trust = await readTrustRoot(options.trustRoot, { ...options, now: now() });
  const authority = env['HARDEN_FULCIO_URL'] || trust.authority;
  const log = env['HARDEN_REKOR_URL'] || trust.log;
  if (!authority || !log) throw refused('the trust root does not say where its services are', NAME);
  const open = opensByTrust(trust);
  let kept: { until: number; identity: Promise<{ issuer: string } & Certified> } | undefined;

  const certified = async () => {
    const token = await identityToken(env, options);
    return { issuer: token.issuer, ...(await certify(authority, token, options)) };
  };
  const current = () => {
    const at = now().getTime();
    if (!kept || at >= kept.until) kept = { until: at + USED_FOR, identity: certified() };
    return kept.identity;
  };

  return {
    async bundle(payload) {
      const { key, certificate } = await current();
      const signature = sign('sha256', signedBytes(payload), key);
      const entry = await logEntry(log, envelopeOf(payload, signature), certificate, options);
      const rawBytes = certificate.raw.toString('base64');
      const material = { certificate: { rawBytes }, tlogEntries: [entry] };
      const bundle = bundleOf(payload, signature, material);
      const opened = open(bundle);
      if ('refused' in opened) {
        throw refused(`the signature does not hold by the trust root: ${opened.refused}`, ROOT);
      }
      return bundle;
    },
    async made(bundle) {
      const opened = open(bundle);
      if ('refused' in opened) return false;
      const { certificate, issuer } = await current();
      return issuer === opened.by.issuer && sameName(certificate, bundle);
    },
  };
}

/** The same name in both certificates, however it is written. */
function sameName({ subjectAltName }: X509Certificate, bundle: string): boolean {
  const { rawBytes } = JSON.parse(bundle).verificationMaterial.certificate;
  const other = new X509Certificate(Buffer.from(rawBytes, 'base64'));
  return subjectAltName !== undefined && subjectAltName === other.subjectAltName;
}

const NAME = 'set HARDEN_FULCIO_URL and HARDEN_REKOR_URL';
const ROOT = 'name the trust root of the services that sign: --trust-root trusted_root.json';
