import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { withClient } from '../../src/dagger/client.ts';
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
