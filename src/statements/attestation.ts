import { statement } from './in-toto.ts';

/** A document that is written beside an image. */
export interface Document {
  /** What the report calls it. */
  name: string;
  file: string;
  mediaType: string;
  text: string;
}

/** Who vouches for a document. */
export interface Signer {
  /** Of the public key: the base64 of the SHA-256 of its DER. */
  hint: string;
  /** The signature of these bytes, in DER. */
  sign(bytes: Uint8Array): Uint8Array;
}

export const IN_TOTO = 'application/vnd.in-toto+json';

/** Under which type each document that is no statement itself is looked for. */
const PREDICATES: Record<string, string> = {
  cyclonedx: 'https://cyclonedx.org/bom',
  spdx: 'https://spdx.dev/Document',
  openvex: 'https://openvex.dev/ns',
};

export const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

/** What cosign calls the statement that says no more than that an image was signed. */
export const SIGNATURE = 'https://sigstore.dev/cosign/sign/v1';

interface Named {
  name: string;
  digest: string;
}

/**
 * A signed in-toto statement about an image as a Sigstore bundle: a DSSE envelope, and which key
 * signed it. No log and no authority has a part in it.
 */
export function attestation(
  { name, text }: Pick<Document, 'name' | 'text'>,
  image: Named,
  signer: Signer,
): string {
  const predicate = PREDICATES[name];
  return bundle(predicate ? statement(image, predicate, JSON.parse(text)) : text, signer);
}

/** The signature of an image, as `cosign verify` looks for it. */
export function signature(image: Named, signer: Signer): string {
  return bundle(statement(image, SIGNATURE, {}), signer);
}

function bundle(text: string, { hint, sign }: Signer): string {
  const payload = Buffer.from(text);
  return JSON.stringify({
    mediaType: BUNDLE,
    verificationMaterial: { publicKey: { hint } },
    dsseEnvelope: {
      payload: payload.toString('base64'),
      payloadType: IN_TOTO,
      signatures: [{ sig: Buffer.from(sign(signedBytes(payload))).toString('base64') }],
    },
  });
}

/** DSSE's pre-authentication encoding: the type is signed with the payload. */
export function signedBytes(payload: Buffer): Buffer {
  const type = `${Buffer.byteLength(IN_TOTO)} ${IN_TOTO}`;
  return Buffer.concat([Buffer.from(`DSSEv1 ${type} ${payload.length} `), payload]);
}
