import { afterEach, expect, test, vi } from 'vitest';
import { dependencyLayer, tryOffline } from '../../src/bundle/dependencies.ts';
import type { BuildInput } from '../../src/dagger/index.ts';
import { error, HardenError } from '../../src/diagnostics/diagnostic.ts';
import { planOf } from '../lock/locks.ts';
import { folder } from '../oci/contents.ts';

afterEach(() => vi.unstubAllEnvs());

const PLAN = planOf();
const STEP = PLAN.stages.find(({ name }) => name === 'build')?.steps[0];
const SPAN = STEP?.origin ?? { file: 'preset.yaml', line: 1, column: 1, length: 1 };
const FAILED = error('build/step-failed', 'go build exited with 1', {
  span: SPAN,
  hint: 'look again',
  detail: 'dial tcp: lookup proxy.example: no such host',
});

async function built(): Promise<BuildInput> {
  return {
    plan: PLAN,
    toolchain: {
      kind: 'archive',
      platform: 'linux/amd64',
      ref: 'golang',
      digest: 'sha256:1',
      file: '/golang.tar',
    },
    folder: await folder(),
    network: { variables: { HTTPS_PROXY: 'http://proxy.example' } },
    secrets: new Map(),
    cacheScope: 'a',
    archive: '/artifacts.tar',
  };
}

/** An engine on which builds with a network and without one end in these ways. */
function engine(outcome: { online?: HardenError; offline?: HardenError }) {
  const inputs: BuildInput[] = [];
  return {
    inputs,
    async build(input: BuildInput) {
      inputs.push(input);
      const thrown = outcome[input.offline ? 'offline' : 'online'];
      if (thrown) throw thrown;
      return [];
    },
  };
}

test('the other steps are tried without volumes, and without the settings of a network', async () => {
  const pipeline = engine({});
  await tryOffline(pipeline, await built(), undefined, await folder());
  expect(pipeline.inputs).toMatchObject([
    { network: { variables: {} }, offline: { platform: 'linux/amd64', apart: true } },
  ]);
});

test('a step that works with a network alone is named, with what it said', async () => {
  const pipeline = engine({ offline: new HardenError(FAILED) });
  await expect(
    tryOffline(pipeline, await built(), undefined, await folder()),
  ).rejects.toMatchObject({
    diagnostics: [
      {
        code: 'bundle/needs-network',
        message: 'without a network, go build exited with 1',
        span: SPAN,
        detail: expect.stringContaining('no such host'),
      },
    ],
  });
  expect(pipeline.inputs).toHaveLength(2);
});

test('a step that fails in any case says so in its own words', async () => {
  const own = new HardenError(
    error('build/step-failed', 'main.go:1: syntax error', { span: SPAN }),
  );
  const pipeline = engine({ offline: new HardenError(FAILED), online: own });
  await expect(tryOffline(pipeline, await built(), undefined, await folder())).rejects.toBe(own);
});

test('what is no failure of a step stays what it is', async () => {
  const lost = new HardenError(error('engine/lost', 'the engine is gone'));
  const pipeline = engine({ offline: lost });
  await expect(tryOffline(pipeline, await built(), undefined, await folder())).rejects.toBe(lost);
  expect(pipeline.inputs).toHaveLength(1);
});

test('a plan without steps for dependencies has none to keep', async () => {
  const plan = { ...PLAN, stages: PLAN.stages.filter(({ name }) => name !== 'dependencies') };
  const dependencies = vi.fn();
  const run = { workspace: {}, timings: {}, signal: new AbortController().signal };
  await expect(
    dependencyLayer({ dependencies }, { ...(await built()), plan }, run as never),
  ).resolves.toBeUndefined();
  expect(dependencies).not.toHaveBeenCalled();
});
