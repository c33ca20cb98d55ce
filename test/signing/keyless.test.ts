import { sign } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { certify } from '../../src/signing/keyless/certificate.ts';
import { identityToken } from '../../src/signing/keyless/identity-token.ts';
import { logEntry } from '../../src/signing/keyless/log-entry.ts';
import { keylessSigner } from '../../src/signing/keyless/signer.ts';
import { readTrustRoot } from '../../src/signing/keyless/trust-root.ts';
import { opensByIdentity } from '../../src/signing/keyless/verifier.ts';
import {
  bundleOf,
  envelopeOf,
  SIGNATURE,
  signatureOf,
  signedBytes,
} from '../../src/statements/attestation.ts';
import { diagnosticOf } from '../diagnostic-of.ts';
import { faultTable } from '../fault-table.ts';
import { folder } from '../oci/contents.ts';
import { keyPair } from '../publish/key-pair.ts';
import { type FakeSigstore, fakeSigstore, ISSUER, tokenOf, WORKFLOW } from './fake-sigstore.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const PAYLOAD = Buffer.from(signatureOf({ name: 'shop', digest: DIGEST }));
const patience = { timeout: 2000, retryDelay: 1, tries: 2 };

function signerAt({ trustRoot, job }: FakeSigstore, env: NodeJS.ProcessEnv = job()) {
  return keylessSigner({ cwd: '/', env, now: () => new Date(), trustRoot, patience });
}

async function opened(
  { trustRoot }: FakeSigstore,
  bundle: string,
  by = { name: WORKFLOW, issuer: ISSUER },
) {
  const trust = await readTrustRoot(trustRoot, { cwd: '/', now: new Date() });
  return opensByIdentity(trust, by)(bundle);
}

faultTable('Faults of a keyless signature', [
  ['a certificate that has expired', /expired/],
  ['a changed bundle', /a bundle with/],
  ['another name, issuer, or trust root', /what does not count (?:a |another)/],
  ['no identity, or a service that fails', /signing that cannot be done/],
  ['a trust root that is none', /a trust root/],
]);

describe('what the identity of a job signs', () => {
  it('holds for that identity, as a bundle of version 0.3', async () => {
    const fake = await fakeSigstore();
    const bundle = await (await signerAt(fake)).bundle(PAYLOAD);
    expect(JSON.parse(bundle)).toMatchObject({
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: { tlogEntries: [{ kindVersion: { kind: 'dsse', version: '0.0.1' } }] },
    });
    expect(await opened(fake, bundle)).toEqual({
      statement: { subjects: [DIGEST], predicateType: SIGNATURE, predicate: {} },
    });
  });

  it('takes one certificate for all, and a log entry for each', async () => {
    const fake = await fakeSigstore();
    const signer = await signerAt(fake);
    const bundles = await Promise.all([1, 2, 3].map(() => signer.bundle(PAYLOAD)));
    const count = (path: string) => fake.asked.filter((one) => one.endsWith(path)).length;
    expect([count('/token'), count('/signingCert'), count('/entries')]).toEqual([1, 1, 3]);
    for (const bundle of bundles) expect(await opened(fake, bundle)).toHaveProperty('statement');
  });

  it('takes the token of other CIs too, and an address where the token has one', async () => {
    const fake = await fakeSigstore();
    const gitlab = { iss: 'https://gitlab.com', sub: 'https://gitlab.com/acme/shop' };
    const env = { SIGSTORE_ID_TOKEN: tokenOf(gitlab) };
    const bundle = await (await signerAt(fake, env)).bundle(PAYLOAD);
    const by = { name: gitlab.sub, issuer: gitlab.iss };
    expect(await opened(fake, bundle, by)).toHaveProperty('statement');
    expect(fake.asked.some((one) => one.includes('/token'))).toBe(false);
  });

  it('knows what it made before, and nothing of others', async () => {
    const fake = await fakeSigstore();
    const bundle = await (await signerAt(fake)).bundle(PAYLOAD);
    expect(await (await signerAt(fake)).made(bundle)).toBe(true);
    for (const claims of [{ sub: `${WORKFLOW}x` }, { iss: 'https://gitlab.com' }]) {
      expect(await (await signerAt(fake, fake.job(claims))).made(bundle)).toBe(false);
    }
    expect(await (await signerAt(fake)).made(await keyPair().signer.bundle(PAYLOAD))).toBe(false);
    expect(await (await signerAt(await fakeSigstore())).made(bundle)).toBe(false);
  });
});

describe('what does not count', () => {
  it.each([
    ['a part of the name', WORKFLOW.slice(0, -1), ISSUER],
    ['a name as a pattern', 'https://github.com/.*', ISSUER],
    ['another issuer', WORKFLOW, 'https://gitlab.com'],
    ['a part of the issuer', WORKFLOW, ISSUER.slice(0, -1)],
  ])('%s', async (_what, name, issuer) => {
    const fake = await fakeSigstore();
    const bundle = await (await signerAt(fake)).bundle(PAYLOAD);
    const refused = `by ${WORKFLOW}, whom ${ISSUER} knows`;
    expect(await opened(fake, bundle, { name, issuer })).toEqual({ refused });
  });

  it('a signature by another trust root, by a key, or by nobody', async () => {
    const fake = await fakeSigstore();
    const other = await fakeSigstore();
    const bundle = await (await signerAt(other)).bundle(PAYLOAD);
    expect(await opened(fake, bundle)).toHaveProperty('refused');
    expect(await opened(fake, await keyPair().signer.bundle(PAYLOAD))).toHaveProperty('refused');
    expect(await opened(fake, '{')).toEqual({ refused: 'it cannot be read' });
  });

  const changes: [string, (bundle: ReturnType<typeof JSON.parse>) => void][] = [
    [
      'another statement',
      ({ dsseEnvelope }) => {
        dsseEnvelope.payload = Buffer.from('{"_type":"x"}').toString('base64');
      },
    ],
    ['no log', ({ verificationMaterial }) => delete verificationMaterial.tlogEntries],
    [
      'another time',
      ({ verificationMaterial: { tlogEntries } }) => {
        tlogEntries[0].integratedTime = String(Number(tlogEntries[0].integratedTime) - 1);
      },
    ],
    [
      'no promise and no proof',
      ({ verificationMaterial: { tlogEntries } }) => {
        delete tlogEntries[0].inclusionPromise;
        delete tlogEntries[0].inclusionProof;
      },
    ],
  ];
  it.each(changes)('a bundle with %s', async (_what, change) => {
    const fake = await fakeSigstore();
    const bundle = JSON.parse(await (await signerAt(fake)).bundle(PAYLOAD));
    expect(await opened(fake, JSON.stringify(bundle))).toHaveProperty('statement');
    change(bundle);
    expect(await opened(fake, JSON.stringify(bundle))).toHaveProperty('refused');
  });
});

it('a certificate that had expired when the log saw it does not count', async () => {
  const fake = await fakeSigstore({ clock: new Date(Date.now() - 3_600_000) });
  const { authority, log } = await readTrustRoot(fake.trustRoot, { cwd: '/', now: new Date() });
  const token = await identityToken(fake.job(), {});
  const { key, certificate } = await certify(authority ?? '', token, {});
  const signature = sign('sha256', signedBytes(PAYLOAD), key);
  const entry = await logEntry(log ?? '', envelopeOf(PAYLOAD, signature), certificate, {});
  const rawBytes = certificate.raw.toString('base64');
  const material = { certificate: { rawBytes }, tlogEntries: [entry] };
  expect(await opened(fake, bundleOf(PAYLOAD, signature, material))).toEqual({
    refused: 'its certificate does not lead to the trust root, or was not valid when it was used',
  });
});

describe('signing that cannot be done', () => {
  it('without a token nothing begins', async () => {
    const fake = await fakeSigstore();
    expect(await diagnosticOf(signerAt(fake, {}))).toMatchObject({ code: 'sign/no-identity' });
    expect(fake.asked).toEqual([]);
    const signer = await signerAt(fake, { SIGSTORE_ID_TOKEN: 'none' });
    expect(await diagnosticOf(signer.bundle(PAYLOAD))).toMatchObject({ code: 'sign/no-identity' });
  });

  it('with a certificate that has expired', async () => {
    const fake = await fakeSigstore({ clock: new Date(Date.now() - 3_600_000) });
    const found = await diagnosticOf((await signerAt(fake)).bundle(PAYLOAD));
    expect(found).toMatchObject({
      code: 'sign/refused',
      message: expect.stringContaining('not valid when it was used'),
    });
  });

  it.each([
    ['/api/v2/signingCert', 'the certificate authority'],
    ['/api/v1/log/entries', 'the transparency log'],
    ['/token', 'the token service'],
  ])('%s says no, is not there, or talks nonsense', async (path, who) => {
    for (const [status, code] of [
      [403, 'sign/refused'],
      [503, 'sign/unreachable'],
      [200, 'sign/refused'],
    ] as const) {
      const fake = await fakeSigstore();
      fake.interfere = (asked, response) => {
        if (asked !== path) return false;
        response.writeHead(status).end('{}');
        return true;
      };
      const found = await diagnosticOf((await signerAt(fake)).bundle(PAYLOAD));
      expect(found).toMatchObject({ code, message: expect.stringContaining(who) });
    }
  });

  it.each(['<html>', 'null', '{}', ''])('with an entry of the log that says %j', async (kind) => {
    const fake = await fakeSigstore();
    fake.interfere = (asked, response) => {
      if (asked !== '/api/v1/log/entries') return false;
      const body = Buffer.from(kind).toString('base64');
      const verification = { signedEntryTimestamp: 'eA==' };
      const entry = { body, integratedTime: 1, logID: 'aa', logIndex: 1, verification };
      response.writeHead(201).end(JSON.stringify({ aa: entry }));
      return true;
    };
    const found = await diagnosticOf((await signerAt(fake)).bundle(PAYLOAD));
    expect(found).toMatchObject({ code: 'sign/refused', hint: expect.any(String) });
  });

  it('a token is sent on to no other service', async () => {
    const elsewhere = await fakeSigstore();
    const fake = await fakeSigstore();
    fake.interfere = (asked, response) => {
      if (asked !== '/api/v2/signingCert') return false;
      response.writeHead(307, { location: `${elsewhere.url}${asked}` }).end();
      return true;
    };
    const found = await diagnosticOf((await signerAt(fake)).bundle(PAYLOAD));
    expect(found).toMatchObject({ code: 'sign/refused' });
    expect(elsewhere.asked).toEqual([]);
  });

  it('a token goes to no service in the open', async () => {
    const fake = await fakeSigstore();
    const env = { ...fake.job(), HARDEN_FULCIO_URL: 'http://fulcio.example' };
    const found = await diagnosticOf((await signerAt(fake, env)).bundle(PAYLOAD));
    expect(found).toMatchObject({ code: 'sign/refused' });
    expect(found.message).toContain('not encrypted');
  });
});

describe('a trust root', () => {
  it('is that of the public instances, unless another is named', async () => {
    const trust = await readTrustRoot(undefined, { cwd: '/', now: new Date('2026-06-15') });
    expect(trust).toMatchObject({
      authority: 'https://fulcio.sigstore.dev',
      log: 'https://rekor.sigstore.dev',
    });
  });

  it.each(['{', '{}', '[]', '{"tlogs": [{}], "certificateAuthorities": [{}]}'])(
    '%s is none',
    async (text) => {
      const cwd = await folder();
      await writeFile(join(cwd, 'root.json'), text);
      const found = await diagnosticOf(readTrustRoot('root.json', { cwd, now: new Date() }));
      expect(found).toMatchObject({ code: 'sign/bad-trust-root' });
    },
  );

  it('is a file that is there', async () => {
    const found = await diagnosticOf(readTrustRoot('none.json', { cwd: '/', now: new Date() }));
    expect(found.message).toContain('ENOENT');
  });
});
