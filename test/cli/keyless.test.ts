import { join } from 'node:path';
import { expect, test } from 'vitest';
import { harden } from '../program.ts';
import { built } from '../publish/built.ts';
import { writableRegistry } from '../registry/push/writable-registry.ts';
import { type FakeSigstore, fakeSigstore, ISSUER, WORKFLOW } from '../signing/fake-sigstore.ts';

/** No login, and no token of the CI that runs the tests. */
const NOBODY = {
  DOCKER_CONFIG: '/nonexistent',
  SIGSTORE_ID_TOKEN: '',
  ACTIONS_ID_TOKEN_REQUEST_URL: '',
};
const now = () => {
  const time = new Date(Date.now() - 60_000).toISOString();
  return { times: { started: time, finished: time } };
};

async function published({ trustRoot, job }: FakeSigstore) {
  const registry = await writableRegistry();
  const { dir, report } = await built(now());
  const ref = `${registry.host}/shop:1`;
  const args = ['publish', dir, '--to', ref, '--sign-keyless', '--trust-root', trustRoot, '--json'];
  const run = () => harden(args, { env: { ...NOBODY, ...job() } });
  return { registry, ref, dir, report, run };
}

test('what a job signs without a key is verified by who signed it', async () => {
  const fake = await fakeSigstore();
  const { registry, ref, dir, report, run } = await published(fake);
  const first = await run();
  expect(first).toMatchObject({ code: 0 });
  const entries = () => fake.asked.filter((one) => one.endsWith('/entries')).length;
  const { referrers } = JSON.parse(first.stdout);
  expect([referrers.length, entries()]).toEqual([7, 6]);
  const again = await run();
  expect(JSON.parse(again.stdout).referrers).toEqual(referrers);
  expect(entries()).toBe(6);

  const verify = (...args: string[]) => harden(['verify', ref, ...args], { env: NOBODY });
  const root = ['--trust-root', fake.trustRoot];
  const who = ['--identity', WORKFLOW, '--issuer', ISSUER];
  const held = await verify(...who, ...root);
  const image = `${registry.host}/shop@${report.image.digest}`;
  expect(held).toMatchObject({ code: 0, stdout: `${image}\n` });
  expect(held.stderr).toContain('this identity signed this digest');

  const refusals: [string[], string][] = [
    [['--identity', `${WORKFLOW}x`, '--issuer', ISSUER, ...root], `by ${WORKFLOW.slice(0, 20)}`],
    [['--identity', WORKFLOW, '--issuer', 'https://gitlab.com', ...root], 'whom'],
    [who, 'does not lead to the trust root'],
  ];
  for (const [args, words] of refusals) {
    const refused = await verify(...args);
    expect(refused).toMatchObject({ code: 7, stdout: '' });
    expect(refused.stderr).toContain('verify/no-signature');
    expect(refused.stderr.replace(/\s+/g, ' ')).toContain(words);
  }

  const pem = join(dir, 'none.pem');
  for (const args of [
    ['--identity', WORKFLOW],
    ['--issuer', ISSUER],
    [...who, '--key', pem],
  ]) {
    expect(await verify(...args)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cli/bad-option'),
    });
  }
});

test('without the log nothing gets a tag, and without a token nothing is sent', async () => {
  const fake = await fakeSigstore();
  fake.interfere = (path, response) => {
    if (!path.endsWith('/entries')) return false;
    response.destroy();
    return true;
  };
  const { registry, ref, dir, run } = await published(fake);
  const failed = await run();
  expect(failed).toMatchObject({ code: 6, stdout: '' });
  expect(failed.stderr).toContain('sign/unreachable');
  expect(registry.repository('shop').manifests.has('1')).toBe(false);

  const before = registry.asked.length;
  const args = ['publish', dir, '--to', ref, '--sign-keyless'];
  expect(await harden(args, { env: NOBODY })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('sign/no-identity'),
  });
  expect(registry.asked.length).toBe(before);
  const both = [...args, '--sign-key', join(dir, 'my.key')];
  expect(await harden(both, { env: NOBODY })).toMatchObject({ code: 2 });
});
