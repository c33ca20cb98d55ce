import { type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import { IN_TOTO, signedBytes } from '../statements/attestation.ts';

/** An in-toto statement: who signed it, if anybody, is known to whoever read it. */
export interface Statement {
  /** Digests of what it is about, as `sha256:…`. */
  subjects: string[];
  predicateType: string;
  predicate: unknown;
}

/** A statement of who counts, else why a bundle does not count. */
export type Opens = (bundle: string) => { statement: Statement } | { refused: string };

const bundle = z.object({
  mediaType: z.string().startsWith('application/vnd.dev.sigstore.bundle'),
  dsseEnvelope: z.object({
    payload: z.base64(),
    payloadType: z.literal(IN_TOTO),
    signatures: z.array(z.object({ sig: z.base64() })),
  }),
});
const statement = z.object({
  _type: z.string().startsWith('https://in-toto.io/Statement/'),
  subject: z.array(z.object({ digest: z.record(z.string(), z.string()) })),
  predicateType: z.string(),
  predicate: z.unknown(),
});

/**
 * The statement in a Sigstore bundle; nothing unless this very key signed these very bytes. What stands
 * in an unsigned part of the bundle, such as a hint at the key, does not count.
 */
export function openBundle(text: string, key: KeyObject): Statement | undefined {
  const read = bundle.safeParse(jsonOf(text));
  if (!read.success) return undefined;
  const { payload, signatures } = read.data.dsseEnvelope;
  const bytes = Buffer.from(payload, 'base64');
  const signed = signedBytes(bytes);
  if (!signatures.some(({ sig }) => holds(signed, key, Buffer.from(sig, 'base64'))))
    return undefined;
  return readStatement(bytes.toString('utf8'));
}

/** Opens what a key has signed. */
export function opensByKey(key: KeyObject): Opens {
  return (text) => {
    const statement = openBundle(text, key);
    return statement ? { statement } : { refused: 'of other keys, or damaged' };
  };
}

/** What a bundle says, whoever signed it. */
export function claimedIn(text: string): Statement | undefined {
  const payload = payloadIn(text);
  return payload && readStatement(payload.toString('utf8'));
}

/** The bytes that a bundle is about, whoever signed it. */
export function payloadIn(text: string): Buffer | undefined {
  const read = bundle.safeParse(jsonOf(text));
  return read.success ? Buffer.from(read.data.dsseEnvelope.payload, 'base64') : undefined;
}

/** A statement as it stands, signed by nobody. */
export function readStatement(text: string): Statement | undefined {
  const said = statement.safeParse(jsonOf(text));
  if (!said.success) return undefined;
  const { subject, predicateType, predicate } = said.data;
  const subjects = subject.map(({ digest }) => `sha256:${digest['sha256'] ?? ''}`);
  return { subjects, predicateType, predicate };
}

function holds(bytes: Buffer, key: KeyObject, signature: Buffer): boolean {
  const algorithm = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  try {
    return verify(algorithm, bytes, key, signature);
  } catch {
    return false;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
