import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withClient } from '../../src/dagger/client.ts';
import { HardenError } from '../../src/diagnostics/diagnostic.ts';
import { isRunning } from '../../src/engine/processes.ts';
import { type FakeDagger, fakeDagger } from './fake-dagger.ts';
import { recordingEngine } from './recording-engine.ts';

const ADDRESS = 'docker-container://engine';
const session = {
  kind: 'sdk' as const,
  environment: { _EXPERIMENTAL_DAGGER_RUNNER_HOST: ADDRESS },
};
let dagger: FakeDagger;

beforeEach(async () => {
  // What a session sets is taken back with the rest.
  for (const name of ['DO_NOT_TRACK', '_EXPERIMENTAL_DAGGER_RUNNER_HOST']) vi.stubEnv(name, '');
  const engine = await recordingEngine({ stdout: 'hello' });
  dagger = await fakeDagger(engine.session.port);
  vi.stubEnv('_EXPERIMENTAL_DAGGER_CLI_BIN', dagger.program);
});
afterEach(() => vi.unstubAllEnvs());

test('where the SDK finds the engine, its program is told which, and that nobody is counted', async () => {
  const said = await withClient(session, (client) => client.container().stdout());
  expect(said).toBe('hello');
  const { args, env, pid } = await dagger.started();
  expect(args.slice(0, 3)).toEqual(['session', '--label', 'dagger.io/sdk.name:nodejs']);
  expect(env).toMatchObject({ _EXPERIMENTAL_DAGGER_RUNNER_HOST: ADDRESS, DO_NOT_TRACK: '1' });
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false));
});

test('what a pipeline throws comes out of its session as it is', async () => {
  const thrown = new Error('not this one');
  await expect(withClient(session, () => Promise.reject(thrown))).rejects.toBe(thrown);
});

const NO_SESSION = [
  ['is not there', undefined, undefined],
  ['says why and ends', 'console.error("no Docker here"); process.exit(1);', 'no Docker here'],
  ['ends in silence', 'process.exit(0);', undefined],
] as const;

test.each(NO_SESSION)('a program that %s opened no session', async (_what, body, detail) => {
  await (body ? dagger.replaceBy(body) : dagger.remove());
  const thrown = await withClient(session, async () => 'never').catch((cause: unknown) => cause);
  expect(thrown).toBeInstanceOf(HardenError);
  const [diagnostic] = (thrown as HardenError).diagnostics;
  expect(diagnostic?.code).toBe('engine/unreachable');
  expect(diagnostic?.message).toContain(dagger.program);
  expect(diagnostic?.detail).toBe(detail);
});

test('a program that dies in the middle leaves it to the pipeline to say so', async () => {
  const used = withClient(session, async (client) => {
    await client.container().stdout();
    process.kill((await dagger.started()).pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 200));
    return 'it went on';
  });
  await expect(used).resolves.toBe('it went on');
});
