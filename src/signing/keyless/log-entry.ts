import type { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { type Asks, ask, refused } from './ask.ts';
import { slashed } from './certificate.ts';

const base64 = z.base64();
const hex = z.string().regex(/^[0-9a-f]*$/);
const entry = z.object({
  body: base64,
  integratedTime: z.int(),
  logID: hex,
  logIndex: z.int(),
  verification: z.object({
    signedEntryTimestamp: base64,
    inclusionProof: z
      .object({
        logIndex: z.int(),
        treeSize: z.int(),
        rootHash: hex,
        hashes: z.array(hex),
        checkpoint: z.string(),
      })
      .optional(),
  }),
});
const answer = z.record(z.string(), entry).refine((one) => Object.keys(one).length === 1);
const kind = z.object({ kind: z.string(), apiVersion: z.string() });

/** Puts an envelope into the log (Rekor), and gives the entry as bundles have it. */
export async function logEntry(
  log: string,
  envelope: object,
  certificate: X509Certificate,
  asks: Asks,
): Promise<object> {
  const proposedContent = {
    envelope: JSON.stringify(envelope),
    verifiers: [Buffer.from(certificate.toString()).toString('base64')],
  };
  const body = { kind: 'dsse', apiVersion: '0.0.1', spec: { proposedContent } };
  const url = new URL('api/v1/log/entries', slashed(log));
  const found = Object.values(await ask('the transparency log', { url, body }, answer, asks));
  return entryOf(found[0] as z.infer<typeof entry>);
}

function entryOf({ body, integratedTime, logID, logIndex, verification }: z.infer<typeof entry>) {
  const { signedEntryTimestamp, inclusionProof: proof } = verification;
  const read = kindIn(body);
  const bytes = (text: string) => Buffer.from(text, 'hex').toString('base64');
  return {
    logIndex: String(logIndex),
    logId: { keyId: bytes(logID) },
    kindVersion: { kind: read.kind, version: read.apiVersion },
    integratedTime: String(integratedTime),
    inclusionPromise: { signedEntryTimestamp },
    ...(proof && {
      inclusionProof: {
        logIndex: String(proof.logIndex),
        rootHash: bytes(proof.rootHash),
        treeSize: String(proof.treeSize),
        hashes: proof.hashes.map(bytes),
        checkpoint: { envelope: proof.checkpoint },
      },
    }),
    canonicalizedBody: body,
  };
}

function kindIn(body: string): z.infer<typeof kind> {
  try {
    return kind.parse(JSON.parse(Buffer.from(body, 'base64').toString('utf8')));
  } catch {
    throw refused('the transparency log gave an entry of no kind', 'name another one');
  }
}
