import { bundleFromJSON } from '@sigstore/bundle';
import { type Signer, toSignedEntity, VerificationError, Verifier } from '@sigstore/verify';
import { type Opens, readStatement, type Statement } from '../open-bundle.ts';
import type { TrustRoot } from './trust-root.ts';

/** Who signed, as the certificate has it. */
export interface Identity {
  /** The alternative name: an address of mail, or the URL of a workflow. */
  name: string;
  /** Who knows the identity: the issuer of its token. */
  issuer: string;
}

/** A statement whose signature leads to the trust root, and who signed it; else why it does not. */
export type Opened = { statement: Statement; by: Identity } | { refused: string };

/**
 * Opens bundles that were signed without a key: the certificate leads to an authority of the trust root
 * and was valid when the log took the entry in, and log and signature are about these very bytes.
 */
export function opensByTrust({ material }: TrustRoot): (bundle: string) => Opened {
  const verifier = new Verifier(material);
  return (text) => {
    try {
      const bundle = bundleFromJSON(JSON.parse(text));
      const by = signerIn(verifier.verify(toSignedEntity(bundle)));
      if (bundle.content.$case !== 'dsseEnvelope') return { refused: 'it holds no statement' };
      const statement = readStatement(bundle.content.dsseEnvelope.payload.toString('utf8'));
      if (!statement) return { refused: 'it holds no statement' };
      return { statement, by };
    } catch (thrown) {
      return { refused: reasonOf(thrown) };
    }
  };
}

/** The library's own words are for its developers. */
const REASONS: Record<string, string> = {
  CERTIFICATE_ERROR:
    'its certificate does not lead to the trust root, or was not valid when it was used',
  PUBLIC_KEY_ERROR: 'it is signed with a key, and not by an identity',
  SIGNATURE_ERROR: 'its signature is of other bytes',
  TIMESTAMP_ERROR: 'nobody says when it was signed',
};

export function signerIn({ identity }: Signer): Identity {
  return {
    name: identity?.subjectAlternativeName ?? '',
    issuer: identity?.extensions?.issuer ?? '',
  };
}

export function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof VerificationError)) return 'it cannot be read';
  return REASONS[thrown.code] ?? 'the log of the trust root does not vouch for it';
}

/** The same, and only what this identity signed: name and issuer are compared letter by letter. */
export function opensByIdentity(trust: TrustRoot, { name, issuer }: Identity): Opens {
  const open = opensByTrust(trust);
  return (bundle) => {
    const opened = open(bundle);
    if ('refused' in opened) return opened;
    const { by, statement } = opened;
    if (by.name === name && by.issuer === issuer) return { statement };
    return { refused: `by ${by.name}, whom ${by.issuer} knows` };
  };
}
