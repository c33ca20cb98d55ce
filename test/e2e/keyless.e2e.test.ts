import { expect, test } from 'vitest';
import { baseSignature } from '../../src/inputs/base-signature.ts';
import { createPins } from '../../src/lock/pins.ts';
import { createRegistryClient } from '../../src/registry/client.ts';
import { harden } from '../program.ts';
import { built } from '../publish/built.ts';
import { fakeSigstore, ISSUER, tokenOf, WORKFLOW } from '../signing/fake-sigstore.ts';
import { cosign, registry } from './cosign.ts';
import { labImages } from './counting-registry.ts';

const inLab = (await labImages()).length > 0;

test.runIf(inLab)('cosign accepts what was signed without a key, and its trust root', async () => {
  const { run } = await cosign();
  const fake = await fakeSigstore();
  const time = new Date(Date.now() - 60_000).toISOString();
  const { dir } = await built({ times: { started: time, finished: time } });
  const ref = `${await registry()}/shop:1`;
  const root = ['--trust-root', fake.trustRoot];
  const args = ['publish', dir, '--to', ref, '--sign-keyless', ...root];
  expect(await harden(args, { env: fake.job() })).toMatchObject({ code: 0 });

  const verify = (identity: string, ...what: string[]) => {
    const who = ['--certificate-identity', identity, '--certificate-oidc-issuer', ISSUER];
    return run(...what, ...who, '--trusted-root', fake.trustRoot, ref);
  };
  const held = await verify(WORKFLOW, 'verify');
  expect({ code: held.code, said: held.code === 0 ? '' : held }).toEqual({ code: 0, said: '' });
  const type = ['verify-attestation', '--type', 'slsaprovenance1'];
  expect(await verify(WORKFLOW, ...type)).toMatchObject({ code: 0 });
  expect((await verify('https://github.com/mallory', 'verify')).code).not.toBe(0);
});

test.runIf(inLab)('a base that cosign signed for its makers is verified', async () => {
  const { run } = await cosign();
  const { url, trustRoot } = await fakeSigstore();
  const time = new Date(Date.now() - 60_000).toISOString();
  const { dir, report } = await built({ times: { started: time, finished: time } });
  const address = await registry();
  const image = 'distroless/static-debian13:nonroot';
  expect(await harden(['publish', dir, '--to', `${address}/${image}`])).toMatchObject({ code: 0 });
  const service = `url=${url},api-version=1,start-time=2024-01-01T00:00:00Z,operator=test`;
  await run(
    ...['signing-config', 'create', '--fulcio', service, '--rekor', service],
    ...['--rekor-config', 'ANY', '--out', 'config.json'],
  );
  const { digest } = report.image;
  const signed = async (sub: string) => {
    const token = tokenOf({ iss: 'https://accounts.google.com', sub, aud: 'sigstore' });
    const services = ['--signing-config', 'config.json', '--trusted-root', trustRoot];
    const ref = `${address}/${image.split(':')[0]}@${digest}`;
    const done = await run('sign', '--yes', ...services, '--identity-token', token, ref);
    expect({ code: done.code, said: done.code === 0 ? '' : done }).toEqual({ code: 0, said: '' });
    const mirrors = { 'gcr.io': `http://${address}` };
    const context = { registry: createRegistryClient({ mirrors, env: {} }), pins: createPins() };
    const base = { kind: 'image' as const, ref: `gcr.io/${image}`, digest };
    return baseSignature(base, { ...context, now: new Date() }, { trustRoot });
  };
  expect(await signed('mallory@example.com')).toMatchObject({ state: 'refused' });
  expect(await signed('keyless@distroless.iam.gserviceaccount.com')).toMatchObject({
    state: 'verified',
  });
});
