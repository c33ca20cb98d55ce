import { expect, test } from 'vitest';
import { toolchainPlatform } from '../../src/inputs/toolchain-platform.ts';
import type { BuildPlan, Builds, Platform } from '../../src/plan/types.ts';

const origin = { file: 'preset.yaml', line: 3, column: 1, length: 5 };

function planFor(platform: Platform, builds?: Builds, steps: object[] = [{}]): BuildPlan {
  return {
    platform,
    ...(builds && { builds }),
    language: { preset: 'acme', inputs: {} },
    toolchain: { kind: 'image', ref: 'acme:1', origin },
    stages: [{ steps }],
  } as BuildPlan;
}

const ARM = 'linux/arm64';
const AMD = 'linux/amd64';

test.each<[platform: Platform, builds: Builds | undefined, runs: boolean, on: Platform]>([
  [AMD, undefined, false, AMD],
  [ARM, undefined, true, ARM],
  [ARM, 'cross', false, AMD],
  [ARM, 'cross', true, AMD],
  [ARM, 'portable', true, ARM],
  [ARM, 'portable', false, AMD],
])('%s that builds %s, on an engine that runs it: %s', async (platform, builds, runs, on) => {
  const engine = { builder: AMD as Platform, runs: async () => runs };
  expect(await toolchainPlatform(planFor(platform, builds), engine)).toBe(on);
});

test('a toolchain that runs nothing is that of the image', async () => {
  const plan = planFor(ARM, undefined, []);
  expect(await toolchainPlatform(plan, { builder: AMD, runs: async () => false })).toBe(ARM);
});

test('an engine is not asked what nobody needs to know', async () => {
  const asked: Platform[] = [];
  const engine = {
    builder: AMD as Platform,
    runs: async (platform: Platform) => asked.push(platform) > 0,
  };
  await toolchainPlatform(planFor(AMD), engine);
  await toolchainPlatform(planFor(ARM, 'cross'), engine);
  expect(asked).toEqual([]);
});

test('who can do neither names the preset, the platform and the ways', async () => {
  const refused = toolchainPlatform(planFor(ARM), { builder: AMD, runs: async () => false });
  await expect(refused).rejects.toMatchObject({
    diagnostics: [
      {
        code: 'engine/other-platform',
        message: expect.stringMatching(/acme builds on linux\/arm64 only.* on linux\/amd64 /),
        span: origin,
        hint: expect.stringMatching(/--engine.*emulator.*out of "platforms"/),
      },
    ],
  });
});
