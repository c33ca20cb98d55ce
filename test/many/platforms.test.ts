import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkOnePlatform } from '../../src/commands/bundled.ts';
import { checkPlatforms } from '../../src/commands/many-options.ts';
import { compileFor } from '../../src/commands/with-platform.ts';
import { type Compiled, platformsOf } from '../../src/compile.ts';
import { lockIdentity } from '../../src/lock-inputs.ts';
import { plannedOf } from '../../src/many/compile-targets.ts';
import { findTargets } from '../../src/many/targets.ts';

const SPEC = `version: 1
name: shop
language: binary
entrypoint: [/app/app]
with: {file: app}
`;
const TWO = 'platforms: [linux/arm64, linux/amd64]\n';
const IMAGES = 'images: {api: {}, worker: {}}\n';
const badOption = expect.objectContaining({
  diagnostics: [expect.objectContaining({ code: 'cli/bad-option' })],
});

async function targetsOf(spec: string) {
  const folder = await mkdtemp(join(tmpdir(), 'harden-platforms-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'hardening.yaml'), spec);
  await writeFile(join(folder, 'app'), '');
  return findTargets([folder]);
}

async function compiledOf(spec: string) {
  const targets = await compileFor(await targetsOf(spec), {});
  return plannedOf(targets).map(({ compiled }) => compiled) as [Compiled, ...Compiled[]];
}

test('each of several images has a plan for each platform', async () => {
  const plans = (await compiledOf(SPEC + TWO + IMAGES)).flatMap(platformsOf);
  expect(plans.map(({ plan, image }) => `${image} ${plan.platform}`)).toEqual([
    'api linux/arm64',
    'api linux/amd64',
    'worker linux/arm64',
    'worker linux/amd64',
  ]);
});

test('one lock is for all images and platforms', async () => {
  expect(lockIdentity(await compiledOf(SPEC + TWO + IMAGES))).toEqual({
    platform: 'linux/arm64',
    platforms: ['linux/arm64', 'linux/amd64'],
    preset: expect.objectContaining({ name: 'binary' }),
  });
  expect(lockIdentity(await compiledOf(SPEC + IMAGES))).not.toHaveProperty('platforms');
});

test('several images are built for one platform at a time', async () => {
  const targets = await targetsOf(SPEC + TWO + IMAGES);
  const all = await compileFor(targets, {});
  expect(() => checkPlatforms(all)).toThrow(badOption);
  const one = await compileFor(targets, { platform: 'linux/amd64' });
  expect(() => checkPlatforms(one)).not.toThrow();
  expect(plannedOf(one).map(({ compiled }) => compiled.plan.platform)).toEqual([
    'linux/amd64',
    'linux/amd64',
  ]);
});

test('a platform that an image is not for, or that nobody knows, is refused', async () => {
  const targets = await targetsOf(SPEC + IMAGES);
  await expect(compileFor(targets, { platform: 'linux/arm64' })).rejects.toThrow(badOption);
  await expect(compileFor(targets, { platform: 'linux/riscv64' })).rejects.toThrow(badOption);
});

test('a bundle is for one platform', async () => {
  const [two] = await compiledOf(SPEC + TWO);
  expect(() => checkOnePlatform(two)).toThrow(badOption);
  const [one] = await compiledOf(SPEC);
  expect(() => checkOnePlatform(one)).not.toThrow();
});
