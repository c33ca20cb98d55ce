import { expect, test } from 'vitest';
import { harden } from '../program.ts';
import { built } from '../publish/built.ts';
import { fakeSigstore, ISSUER, WORKFLOW } from '../signing/fake-sigstore.ts';
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
