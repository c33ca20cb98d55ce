import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { type ImageParts, withPipeline } from '../../src/dagger/index.ts';
import type { SmokeTest } from '../../src/plan/types.ts';
import type { User } from '../../src/smoke/user.ts';
import { facts, http, run } from '../smoke/tests.ts';
import { ExecFailure, recordingEngine } from './recording-engine.ts';

const input = {
  archive: async (parts: ImageParts) => `/project/.harden/smoke-${parts}.tar`,
  config: {
    architecture: 'amd64',
    os: 'linux',
    config: { User: '65532:65532', Entrypoint: ['/app/server'] },
    rootfs: { type: 'layers' as const, diff_ids: [] },
  },
  tests: [http, run] as SmokeTest[],
  writable: ['/tmp'],
  helper: '/cache/helper.tar',
};
const seen = [facts({ status: 200 }), facts({ exitCode: 0 })];
const value = {
  user: { uid: 65532, gid: 65532 },
  seen: seen.map((own) => ({ own })),
};
type Rest = Partial<typeof input> & { cacheBuster?: string; anyUser?: User };
const USERS = 'root:x:0:0::/:\nnonroot:x:7:8::/:\n';
const smoke = (answer: unknown, rest: Rest = {}, answers = {}) =>
  recordingEngine({ stdout: answer, contents: USERS, ...answers }).then(async (engine) => ({
    engine,
    outcome: await withPipeline(engine.session, (p) => p.smoke({ ...input, ...rest })).then(
      (value) => ({ value }),
      (thrown) => ({ diagnostic: thrown.diagnostics?.[0] }),
    ),
  }));
const failure = (code: number, stdout: string, stderr = '') => {
  const failed = new ExecFailure(['python3'], code, stderr);
  (failed.error as { extensions: { stdout: string } }).extensions.stdout = stdout;
  return failed;
};

test('the smoke test asks the engine for exactly this', async () => {
  const { engine, outcome } = await smoke(JSON.stringify(seen));
  expect(outcome).toEqual({ value });
  const probe = JSON.stringify(await readFile('smoke/probe.py', 'utf8'));
  const queries = engine.queries.map((query) =>
    query.replace(probe.replace(/\s+/g, ' '), '"the probe"'),
  );
  await expect(`${queries.toSorted().join('\n\n')}\n`).toMatchFileSnapshot('smoke.graphql');
});

test('another user runs the same beside, in the same exec', async () => {
  const anyUser = { uid: 1_234_567_890, gid: 0 };
  const { outcome, engine } = await smoke(JSON.stringify([...seen, ...seen]), { anyUser });
  expect(outcome).toEqual({ value: { ...value, seen: seen.map((own) => ({ own, any: own })) } });
  expect(engine.queries.filter((query) => query.includes('1234567890'))).toHaveLength(1);
});

test('a test that does not hold is a failed exec, which the engine does not keep', async () => {
  const { outcome, engine } = await smoke(failure(9, JSON.stringify(seen)));
  expect(outcome).toEqual({ value });
  expect(engine.queries.join('\n')).not.toContain('expect: ANY');
});

test('without cache the exec is another one', async () => {
  const { engine } = await smoke(JSON.stringify(seen), { cacheBuster: '42' });
  expect(engine.queries.join('\n')).toContain('(name: "HARDEN_NO_CACHE",value: "42")');
});

test('a user without a group is looked up in the image', async () => {
  const user = (User: string) =>
    smoke(JSON.stringify(seen), {
      config: { ...input.config, config: { ...input.config.config, User } },
    });
  expect((await user('7')).engine.queries.join('\n')).toContain('{\\"uid\\":7,\\"gid\\":8}');
  expect((await user('nobody')).outcome).toMatchObject({ diagnostic: { code: 'smoke/not-run' } });
});

test('layers that the engine lacks are sent with the rest', async () => {
  const sent = async (sync: unknown) =>
    (await smoke(JSON.stringify(seen), {}, { sync })).engine.queries.join('\n');
  expect(await sent(true)).not.toContain('smoke-all.tar');
  expect(await sent(failure(1, ''))).toContain('smoke-all.tar');
});

const BLIND: [what: string, answer: unknown, says: string][] = [
  ['a probe that breaks', failure(1, '', 'Traceback'), 'exited with 1'],
  ['a probe that says nothing', '', 'gave no facts'],
  ['a probe that leaves one out', JSON.stringify(seen.slice(1)), 'gave no facts'],
  [
    'an engine that lets nobody mount',
    failure(9, JSON.stringify([seen[0], facts({ exitCode: 1, problem: 'mount: EPERM' })])),
    'the engine cannot start its container',
  ],
];

test.each(BLIND)('%s proves nothing', async (_what, answer, says) => {
  const { outcome } = await smoke(answer);
  expect(outcome).toMatchObject({ diagnostic: { code: 'smoke/not-run' } });
  expect('diagnostic' in outcome && outcome.diagnostic.message).toContain(says);
});
