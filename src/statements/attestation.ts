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
  /** A Sigstore bundle of these bytes, an in-toto statement. */
  bundle(payload: Buffer): Promise<string>;
  /** Whether a bundle is of the same hand, and holds. */
  made(bundle: string): Promise<boolean>;
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

/** The in-toto statement that is signed for a document about an image. */
export function attested({ name, text }: Pick<Document, 'name' | 'text'>, image: Named): string {
  const predicate = PREDICATES[name];
  return predicate ? statement(image, predicate, JSON.parse(text)) : text;
}

/** The statement that is signed for the image itself, as `cosign verify` looks for it. */
export function signatureOf(image: Named): string {
  return statement(image, SIGNATURE, {});
}

/** A Sigstore bundle: a DSSE envelope, and what is known of who signed it. */
export function bundleOf(
  payload: Buffer,
  signature: Uint8Array,
  verificationMaterial: object,
): string {
  return JSON.stringify({
    mediaType: BUNDLE,
    verificationMaterial,
    dsseEnvelope: envelopeOf(payload, signature),
  });
}

/** A DSSE envelope. */
export function envelopeOf(payload: Buffer, signature: Uint8Array) {
  return {
    payload: payload.toString('base64'),
    payloadType: IN_TOTO,
    signatures: [{ sig: Buffer.from(signature).toString('base64') }],
  };
}

/** DSSE's pre-authentication encoding: the type is signed with the payload. */
export function signedBytes(payload: Buffer): Buffer {
  const type = `${Buffer.byteLength(IN_TOTO)} ${IN_TOTO}`;
  return Buffer.concat([Buffer.from(`DSSEv1 ${type} ${payload.length} `), payload]);
}
