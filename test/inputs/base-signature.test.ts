import { createHash, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { baseSignature } from '../../src/inputs/base-signature.ts';
import { createPins } from '../../src/lock/pins.ts';
import { createRegistryClient } from '../../src/registry/client.ts';
import { certify } from '../../src/signing/keyless/certificate.ts';
import { identityToken } from '../../src/signing/keyless/identity-token.ts';
import { keylessSigner } from '../../src/signing/keyless/signer.ts';
import { BUNDLE, signatureOf } from '../../src/statements/attestation.ts';
import { type FakeRegistry, fakeRegistry } from '../registry/fake-registry.ts';
import { type FakeSigstore, fakeSigstore } from '../signing/fake-sigstore.ts';

const REPOSITORY = 'distroless/static-debian13';
const REF = `gcr.io/${REPOSITORY}:nonroot`;
const GOOGLE = {
  sub: 'keyless@distroless.iam.gserviceaccount.com',
  iss: 'https://accounts.google.com',
};
const DIGEST = `sha256:${'a'.repeat(64)}`;
const INDEX = `sha256:${'b'.repeat(64)}`;
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const patience = { timeout: 2000, retryDelay: 1, tries: 2 };

/** What is found of an image of that index, through a mirror. */
function found({ trustRoot }: FakeSigstore, { url }: Pick<FakeRegistry, 'url'>, ref = REF) {
  const registry = createRegistryClient({ mirrors: { 'gcr.io': url }, patience, env: {} });
  const pins = createPins();
  const locked = { size: 1, locked: '2026-01-01' };
  pins.used.images.push({ ref, use: 'base', digest: DIGEST, index: INDEX, ...locked });
  const context = { registry, pins, now: new Date() };
  return baseSignature({ kind: 'image', ref, digest: DIGEST }, context, { trustRoot });
}

/** Puts a bundle beside the image, as cosign 3 does. */
async function bundled(
  registry: FakeRegistry,
  fake: FakeSigstore,
  { about = DIGEST, beside = DIGEST, claims = GOOGLE } = {},
) {
  const env = fake.job(claims);
  const options = { cwd: '/', env, now: () => new Date(), trustRoot: fake.trustRoot };
  const signer = await keylessSigner(options);
  const text = await signer.bundle(Buffer.from(signatureOf({ name: 'x', digest: about })));
  const layers = [registry.add(REPOSITORY, Buffer.from(text), BUNDLE)];
  const config = registry.add(REPOSITORY, Buffer.from('{}'), 'application/vnd.oci.empty.v1+json');
  const one = registry.add(REPOSITORY, { schemaVersion: 2, config, layers }, MANIFEST);
  const list = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [one] }));
  registry.content.set(`${REPOSITORY}/referrers/${beside}`, { bytes: list, type: 'index' });
}

/** A signature under a tag, as cosign wrote them before version 3. */
async function legacy(
  registry: FakeRegistry,
  fake: FakeSigstore,
  { about = DIGEST, claims = GOOGLE, change = (found: Record<string, string>) => found } = {},
) {
  const { authority, log } = await import('../../src/signing/keyless/trust-root.ts').then((one) =>
    one.readTrustRoot(fake.trustRoot, { cwd: '/', now: new Date() }),
  );
  const token = await identityToken(fake.job(claims), {});
  const { key, certificate } = await certify(authority ?? '', token, {});
  const critical = { image: { 'docker-manifest-digest': about }, type: 'cosign' };
  const payload = Buffer.from(JSON.stringify({ critical }));
  const signature = sign('sha256', payload, key).toString('base64');
  const pem = certificate.toString();
  const hash = { algorithm: 'sha256', value: createHash('sha256').update(payload).digest('hex') };
  const publicKey = { content: Buffer.from(pem).toString('base64') };
  const spec = { data: { hash }, signature: { content: signature, publicKey } };
  const entry = { apiVersion: '0.0.1', kind: 'hashedrekord', spec };
  const url = `${log}/api/v1/log/entries`;
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(entry) });
  const [stored] = Object.values((await answer.json()) as Record<string, Record<string, never>>);
  const { verification, ...Payload } = stored as Record<string, never>;
  const { signedEntryTimestamp } = verification ?? { signedEntryTimestamp: '' };
  const annotations = change({
    'dev.cosignproject.cosign/signature': signature,
    'dev.sigstore.cosign/certificate': pem,
    'dev.sigstore.cosign/bundle': JSON.stringify({
      SignedEntryTimestamp: signedEntryTimestamp,
      Payload,
    }),
  });
  const type = 'application/vnd.dev.cosign.simplesigning.v1+json';
  const layers = [{ ...registry.add(REPOSITORY, payload, type), annotations }];
  const config = registry.add(REPOSITORY, Buffer.from('{}'), 'config');
  const manifest = { schemaVersion: 2, config, layers };
  registry.add(REPOSITORY, manifest, MANIFEST, `${DIGEST.replace(':', '-')}.sig`);
}

describe('a base that its makers signed is verified', () => {
  it.each([
    ['the image', { about: DIGEST, beside: DIGEST }],
    ['the index that lists it', { about: INDEX, beside: INDEX }],
  ])('by a bundle beside %s', async (_what, where) => {
    const [registry, fake] = await Promise.all([fakeRegistry(), fakeSigstore()]);
    await bundled(registry, fake, where);
    expect(await found(fake, registry)).toEqual({
      state: 'verified',
      why: `${GOOGLE.sub}, whom ${GOOGLE.iss} knows, signed it`,
    });
  });

  it('by a signature of older versions of cosign', async () => {
    const [registry, fake] = await Promise.all([fakeRegistry(), fakeSigstore()]);
    await legacy(registry, fake);
    expect(await found(fake, registry)).toMatchObject({ state: 'verified' });
  });

  it('though others signed it too', async () => {
    const [registry, fake] = await Promise.all([fakeRegistry(), fakeSigstore()]);
    await bundled(registry, fake, { claims: { ...GOOGLE, sub: 'mallory@example.com' } });
    await legacy(registry, fake);
    expect(await found(fake, registry)).toMatchObject({ state: 'verified' });
  });
});

type Way = [string, (registry: FakeRegistry, fake: FakeSigstore) => Promise<void>];

describe('a base is refused', () => {
  const mallory = { ...GOOGLE, sub: 'mallory@example.com' };
  const elsewhere = { ...GOOGLE, iss: 'https://accounts.example' };
  const other = `sha256:${'0'.repeat(64)}`;
  const ways: Way[] = [
    ['of another identity', (r, f) => bundled(r, f, { claims: mallory })],
    ['of another issuer', (r, f) => bundled(r, f, { claims: elsewhere })],
    ['about another image', (r, f) => bundled(r, f, { about: other })],
    ['of older versions, of another identity', (r, f) => legacy(r, f, { claims: mallory })],
    ['of older versions, about another image', (r, f) => legacy(r, f, { about: other })],
    [
      'of older versions, with the signature of something else',
      (r, f) =>
        legacy(r, f, {
          change: (one) => ({ ...one, 'dev.cosignproject.cosign/signature': 'AAAA' }),
        }),
    ],
    [
      'of older versions, without a log',
      (r, f) => legacy(r, f, { change: (one) => ({ ...one, 'dev.sigstore.cosign/bundle': '{}' }) }),
    ],
  ];
  it.each(ways)('whose signature is %s', async (_what, put) => {
    const [registry, fake] = await Promise.all([fakeRegistry(), fakeSigstore()]);
    await put(registry, fake);
    expect(await found(fake, registry)).toMatchObject({ state: 'refused' });
  });

  it('whose certificate had expired', async () => {
    const registry = await fakeRegistry();
    const fake = await fakeSigstore({ clock: new Date(Date.now() - 3_600_000) });
    await legacy(registry, fake);
    const { state, why } = await found(fake, registry);
    expect(state).toBe('refused');
    expect(why).toContain('not valid when it was used');
  });

  it('whose signature leads to another trust root', async () => {
    const [registry, fake, other] = await Promise.all([
      fakeRegistry(),
      fakeSigstore(),
      fakeSigstore(),
    ]);
    await legacy(registry, other);
    expect(await found(fake, registry)).toMatchObject({ state: 'refused' });
  });
});

it('a base beside which nothing lies is unsigned, and a mirror is named as a reason', async () => {
  const [registry, fake] = await Promise.all([fakeRegistry(), fakeSigstore()]);
  const { state, why } = await found(fake, registry);
  expect(state).toBe('unsigned');
  expect(why).toContain('mirror');
});

it('what nobody answers for, and what nobody is known to sign, is not checked', async () => {
  const fake = await fakeSigstore();
  const closed = { url: 'http://127.0.0.1:9' };
  expect(await found(fake, closed)).toMatchObject({ state: 'not checked' });
  const unknown = await found(fake, closed, 'ghcr.io/acme/base:1');
  expect(unknown.why).toBe('it is not known who signs ghcr.io/acme/base');
  const near = await found(fake, closed, 'gcr.io/distroless-x/static:1');
  expect(near.why).toContain('not known');
});

it('an empty base, and one of Debian packages, need no such signature', async () => {
  const context = { registry: createRegistryClient(), pins: createPins(), now: new Date() };
  for (const kind of ['scratch', 'debian'] as const) {
    const base = { kind, ref: kind, digest: DIGEST };
    expect(await baseSignature(base, context, {})).toMatchObject({ state: 'verified' });
  }
});
