import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fulcioHandler, initializeCA, initializeCTLog, initializeTLog } from '@sigstore/mock';
import { onTestFinished } from 'vitest';
import { folder } from '../oci/contents.ts';

export interface FakeSigstore {
  url: string;
  /** Its `trusted_root.json`. */
  trustRoot: string;
  /** Requests, as method and path. */
  asked: string[];
  /** Environment of a job on GitHub, with the claims of its token. */
  job(claims?: Record<string, string>): Record<string, string>;
  /** Answers a request itself; changed while it runs. */
  interfere: (path: string, response: ServerResponse) => boolean;
  close(): void;
}

export const WORKFLOW =
  'https://github.com/acme/shop/.github/workflows/release.yml@refs/heads/main';
export const ISSUER = 'https://token.actions.githubusercontent.com';

/** A token as services of OpenID Connect give it; nobody here looks at its signature. */
export function tokenOf(claims: Record<string, string>): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return [part({ alg: 'RS256' }), part(claims), 'eA'].join('.');
}

/**
 * An authority, a log and GitHub's token service on this machine, with keys of their own. `clock` is the
 * time at which the authority thinks it gives certificates.
 */
export async function fakeSigstore({ clock }: { clock?: Date } = {}): Promise<FakeSigstore> {
  const keys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [ofCa, ofCt, ofLog] = [keys(), keys(), keys()];
  const ca = await initializeCA(ofCa, await initializeCTLog(ofCt, clock), clock);
  const fulcio = fulcioHandler(ca, { strict: true });
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    asked.push(`${request.method} ${pathname}`);
    if (fake.interfere(pathname, response)) return;
    const body = await text(request);
    const send = (status: number, value: unknown) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(typeof value === 'string' ? value : JSON.stringify(value));
    if (pathname === '/token') {
      const sent = request.headers.authorization?.replace(/^bearer /, '') ?? '';
      return send(200, { value: sent });
    }
    if (pathname === fulcio.path) {
      const asked = ofCosign(body, request.headers.authorization);
      const { statusCode, response: found } = await fulcio.fn(asked);
      // As Fulcio itself does.
      return send(statusCode === 201 ? 200 : statusCode, String(found));
    }
    const log = await initializeTLog(url, ofLog);
    if (pathname === '/api/v1/log/entries') {
      const entry = await log.log(logged(body));
      // By it cosign finds the entry in the answer.
      response.setHeader('etag', Object.keys(entry)[0] ?? '');
      return send(201, entry);
    }
    return send(404, '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(close);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const trustRoot = join(await folder(), 'trusted_root.json');
  const root = Buffer.from(ca.rootCertificate.buffer).toString('base64');
  await writeFile(trustRoot, JSON.stringify(rootOf(url, root, ofCt.publicKey, ofLog.publicKey)));
  const fake: FakeSigstore = {
    url,
    trustRoot,
    asked,
    interfere: () => false,
    close,
    job: (claims = {}) => ({
      ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token?run=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: tokenOf({ iss: ISSUER, sub: WORKFLOW, ...claims }),
    }),
  };
  return fake;
}

/** Fulcio takes the token as a login too, and the request for a certificate as bytes: cosign sends both. */
function ofCosign(body: string, login = ''): string {
  const { certificateSigningRequest: csr, ...rest } = JSON.parse(body);
  const credentials = { oidcIdentityToken: login.replace(/^Bearer /i, '') };
  const pem = csr && { certificateSigningRequest: Buffer.from(csr, 'base64').toString() };
  return JSON.stringify({ credentials, ...rest, ...pem });
}

/** What Rekor keeps of an envelope that it is given: digests, signatures and who can verify them. */
function logged(body: string): object {
  const proposed = JSON.parse(body);
  if (proposed.kind !== 'dsse') return proposed;
  const { envelope, verifiers } = proposed.spec.proposedContent;
  const { payload, signatures } = JSON.parse(envelope);
  const hash = (bytes: string | Buffer) => ({
    algorithm: 'sha256',
    value: createHash('sha256').update(bytes).digest('hex'),
  });
  return {
    apiVersion: '0.0.1',
    kind: 'dsse',
    spec: {
      envelopeHash: hash(envelope),
      payloadHash: hash(Buffer.from(payload, 'base64')),
      signatures: signatures.map(({ sig }: { sig: string }) => ({
        signature: sig,
        verifier: verifiers[0],
      })),
    },
  };
}

function rootOf(url: string, certificate: string, ofCt: KeyObject, ofLog: KeyObject): object {
  const logOf = (key: KeyObject) => {
    const der = key.export({ type: 'spki', format: 'der' });
    return {
      baseUrl: url,
      hashAlgorithm: 'SHA2_256',
      publicKey: {
        rawBytes: der.toString('base64'),
        keyDetails: 'PKIX_ECDSA_P256_SHA_256',
        validFor: { start: '2020-01-01T00:00:00Z' },
      },
      logId: { keyId: createHash('sha256').update(der).digest('base64') },
    };
  };
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [logOf(ofLog)],
    certificateAuthorities: [
      {
        subject: { organization: 'sigstore.mock', commonName: 'sigstore' },
        uri: url,
        certChain: { certificates: [{ rawBytes: certificate }] },
        validFor: { start: '2020-01-01T00:00:00Z' },
      },
    ],
    ctlogs: [logOf(ofCt)],
    timestampAuthorities: [],
  };
}
