import { createHash, X509Certificate } from 'node:crypto';
import { bundleFromJSON } from '@sigstore/bundle';
import { toSignedEntity, Verifier } from '@sigstore/verify';
import { z } from 'zod';
import type { TrustRoot } from './trust-root.ts';
import { type Identity, reasonOf, signerIn } from './verifier.ts';

/** The type of what older versions of cosign sign: not a statement, but a few words of JSON. */
export const SIMPLE_SIGNING = 'application/vnd.dev.cosign.simplesigning.v1+json';

/** The image that a signature is about, and who made it; else why it does not count. */
export type OpenedSignature = { digest: string; by: Identity } | { refused: string };

const payloadOf = z.object({
  critical: z.object({ image: z.object({ 'docker-manifest-digest': z.string() }) }),
});
const annotations = z.object({
  'dev.cosignproject.cosign/signature': z.base64(),
  'dev.sigstore.cosign/certificate': z.string(),
  'dev.sigstore.cosign/bundle': z.string(),
});
const logged = z.object({
  SignedEntryTimestamp: z.base64(),
  Payload: z.object({
    body: z.base64(),
    integratedTime: z.int(),
    logIndex: z.int(),
    logID: z.string(),
  }),
});
const entryKind = z.object({ kind: z.string(), apiVersion: z.string() });

/**
 * Opens signatures as cosign wrote them before version 3, under tags such as `sha256-….sig`: the payload
 * is a layer, and signature, certificate and log entry are its annotations.
 */
export function opensLegacy({
  material,
}: TrustRoot): (payload: Buffer, found: Record<string, string>) => OpenedSignature {
  const verifier = new Verifier(material);
  return (payload, found) => {
    try {
      const bundle = bundleFromJSON(bundleOf(payload, found));
      const by = signerIn(verifier.verify(toSignedEntity(bundle, payload)));
      const { critical } = payloadOf.parse(JSON.parse(payload.toString('utf8')));
      return { digest: critical.image['docker-manifest-digest'], by };
    } catch (thrown) {
      return { refused: reasonOf(thrown) };
    }
  };
}

/** The same in the form of today. The digest of the payload is a hint only: the signature counts. */
function bundleOf(payload: Buffer, found: Record<string, string>): object {
  const read = annotations.parse(found);
  const certificate = new X509Certificate(read['dev.sigstore.cosign/certificate']);
  const { SignedEntryTimestamp, Payload } = logged.parse(
    JSON.parse(read['dev.sigstore.cosign/bundle']),
  );
  const { kind, apiVersion } = entryKind.parse(
    JSON.parse(Buffer.from(Payload.body, 'base64').toString('utf8')),
  );
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
    verificationMaterial: {
      x509CertificateChain: { certificates: [{ rawBytes: certificate.raw.toString('base64') }] },
      tlogEntries: [
        {
          logIndex: String(Payload.logIndex),
          logId: { keyId: Buffer.from(Payload.logID, 'hex').toString('base64') },
          kindVersion: { kind, version: apiVersion },
          integratedTime: String(Payload.integratedTime),
          inclusionPromise: { signedEntryTimestamp: SignedEntryTimestamp },
          canonicalizedBody: Payload.body,
        },
      ],
    },
    messageSignature: {
      messageDigest: {
        algorithm: 'SHA2_256',
        digest: createHash('sha256').update(payload).digest('base64'),
      },
      signature: read['dev.cosignproject.cosign/signature'],
    },
  };
}
