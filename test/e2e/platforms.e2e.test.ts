import { generateKeyPairSync } from 'node:crypto';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exitProgram } from '../../src/elf/exit-program.ts';
import { layerIndexes } from '../../src/elf/layer-index.ts';
import { readLayout } from '../../src/oci/layout.ts';
import type { Platform } from '../../src/plan/types.ts';
import { hostPlatform } from '../../src/platform.ts';
import type { PlatformsReport } from '../../src/report/platforms.ts';
import { folder as temporary } from '../oci/contents.ts';
import { harden } from '../program.ts';
import { copyExample } from './copy.ts';
import { registry } from './cosign.ts';
import { labImages } from './counting-registry.ts';
import { crane, craneRegistry } from './crane.ts';
import { projectOf } from './temporary.ts';

const inLab = (await labImages()).length > 0;
const MACHINES = { 'linux/amd64': 'x86_64', 'linux/arm64': 'aarch64' };
const PLATFORMS: Platform[] = ['linux/arm64', 'linux/amd64'];
const FOREIGN = PLATFORMS.find((one) => one !== hostPlatform()) as Platform;

async function project(): Promise<string> {
  const folder = await copyExample('go-api');
  await appendFile(join(folder, 'hardening.yaml'), `platforms: [${PLATFORMS.join(', ')}]\n`);
  return folder;
}

async function build(folder: string, ...args: string[]): Promise<PlatformsReport> {
  const run = await harden(['build', folder, '--json', ...args]);
  expect({ code: run.code, stderr: run.code === 0 ? '' : run.stderr }).toEqual({
    code: 0,
    stderr: '',
  });
  return JSON.parse(run.stdout);
}

/** The machines that the binaries of an image are for. */
async function machinesIn(dir: string, platform: Platform): Promise<string[]> {
  const layout = await readLayout(dir, platform);
  const layers = await layerIndexes(layout, join(await temporary(), 'blobs'));
  const found = layers.flatMap(({ elf }) => Object.values(elf).map(({ machine }) => machine));
  return [...new Set(found)];
}

async function keys() {
  const dir = await temporary();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [own, open] = [join(dir, 'key.pem'), join(dir, 'key.pub')];
  await writeFile(own, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  await writeFile(open, publicKey.export({ type: 'spki', format: 'pem' }));
  return { own, open };
}

describe.runIf(inLab)('a Go program for two platforms', () => {
  test('is an index of images whose binaries are for their platform, the same each time', async () => {
    const folder = await project();
    const report = await build(folder);
    const { image, runs = [] } = report;
    expect(image.platforms.map(({ platform }) => platform)).toEqual(PLATFORMS);
    for (const { platform } of image.platforms) {
      expect(await machinesIn(image.layout, platform)).toEqual([MACHINES[platform]]);
    }
    for (const { verdict, checks, coverage, scanners } of runs) {
      expect(verdict.pass).toBe(true);
      expect(checks.filter(({ pass }) => !pass)).toEqual([]);
      expect(coverage.packages.missing).toEqual([]);
      expect(scanners).toHaveLength(2);
    }
    const own = runs.find((one) => one.image.platform === hostPlatform());
    expect(own?.smoke.map(({ pass }) => pass)).toEqual([true]);
    const foreign = runs.find((one) => one.image.platform === FOREIGN);
    if (foreign?.smoke.length === 0) {
      expect(foreign.smokeNotRun).toContain(`on ${FOREIGN}, because the engine on`);
      expect(foreign.verdict.warnings).toContain(`smoke: not run ${foreign.smokeNotRun}`);
    } else expect(foreign?.smoke.map(({ pass }) => pass)).toEqual([true]);

    const run = (platform: Platform) => harden(['smoke', folder, '--platform', platform]);
    expect(await run(hostPlatform())).toMatchObject({ code: 0 });
    expect((await run(FOREIGN)).code).toBe(foreign?.smokeNotRun ? 5 : 0);

    await harden(['lock', folder]);
    expect(await harden(['lock', folder, '--check'])).toMatchObject({ code: 0 });
    const again = await build(folder, '--frozen');
    expect(again.image.digest).toBe(image.digest);
    const one = await harden(['build', folder, '--platform', FOREIGN, '--frozen']);
    const alone = image.platforms.find(({ platform }) => platform === FOREIGN);
    expect(one.stdout).toBe(`go-api@${alone?.digest}\n`);
  });

  describe.each([
    ['docker-registry', registry],
    ['crane', craneRegistry],
  ])('in the registry of %s', (_, serve) => {
    test('is found under one tag by its platform, and verified whole', async () => {
      const folder = await project();
      const { own, open } = await keys();
      const ref = `${await serve()}/go-api:1`;
      const { image } = await build(folder, '--sign-key', own, '--publish', ref);
      expect((await crane('digest', ref)).stdout.trim()).toBe(image.digest);
      expect(await crane('validate', '--remote', ref)).toMatchObject({ code: 0 });
      for (const { platform, digest } of image.platforms) {
        const at = ['--platform', platform, ref];
        expect((await crane('digest', ...at)).stdout.trim()).toBe(digest);
        const config = JSON.parse((await crane('config', ...at)).stdout);
        expect(`${config.os}/${config.architecture}`).toBe(platform);
      }
      const held = await harden(['verify', ref, '--key', open, '--json']);
      expect(held.code).toBe(0);
      expect(JSON.parse(held.stdout)).toMatchObject({
        ...{ digest: image.digest, pass: true },
        platforms: image.platforms.map(({ platform }) => ({ platform, pass: true })),
      });
    });
  });
});

test.runIf(inLab)('a binary for another platform than the image is refused', async () => {
  const spec = `version: 1
language: binary
with: {libc: none, opaque: true}
entrypoint: [/app/app]
platforms: [${FOREIGN}]
`;
  const program = exitProgram(hostPlatform());
  const folder = await projectOf({ 'hardening.yaml': spec, 'dist/app': program });
  const refused = await harden(['build', folder]);
  expect(refused).toMatchObject({ code: 3, stdout: '' });
  expect(refused.stderr).toContain('abi/wrong-machine');
});

test.runIf(inLab)(
  'what only builds where it runs is refused before anything is built',
  async () => {
    const folder = await project();
    await appendFile(join(folder, 'hardening.yaml'), 'with: {cgo: true}\n');
    const refused = await harden(['build', folder, '--platform', FOREIGN]);
    expect(refused).toMatchObject({ code: 5, stdout: '' });
    expect(refused.stderr).toContain('engine/other-platform');
  },
);
