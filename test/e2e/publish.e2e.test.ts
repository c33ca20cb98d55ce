import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { harden } from '../program.ts';
import { copyExample } from './copy.ts';
import { cosign, registry } from './cosign.ts';
import { labImages } from './counting-registry.ts';
import { crane, craneRegistry } from './crane.ts';
import { buildReport } from './json.ts';

const inLab = (await labImages()).length > 0;

/** Publishes with `--json`, and gives what was said. */
async function published(path: string, ...to: string[]) {
  const args = to.flatMap((ref) => ['--to', ref]);
  const run = await harden(['publish', path, '--json', ...args]);
  expect({ code: run.code, stderr: run.code === 0 ? '' : run.stderr }).toEqual({
    code: 0,
    stderr: '',
  });
  return JSON.parse(run.stdout);
}

const REGISTRIES: [string, () => Promise<string>][] = [
  ['docker-registry', registry],
  ['crane', craneRegistry],
];

describe.each(REGISTRIES)('%s', (_name, start) => {
  test.runIf(inLab)('has what was built, whole and signed', async () => {
    const { run, folder: keys, env } = await cosign();
    await run('generate-key-pair');
    await run('generate-key-pair', '--output-key-prefix', 'other');
    const folder = await copyExample('go-api');
    const report = await buildReport(folder, {
      args: ['--sign-key', join(keys, 'cosign.key')],
      env,
    });
    const { digest, layers } = report.image;
    const address = await start();
    const ref = `${address}/acme/go-api:1.0`;
    const first = await published(folder, ref);
    expect(first).toMatchObject({ digest, tags: [`${ref}@${digest}`], mounted: 0, existing: 0 });
    expect(first.uploaded.blobs).toBe(layers.length + 1);

    expect((await crane('digest', ref)).stdout.trim()).toBe(digest);
    expect(await crane('validate', '--remote', ref)).toMatchObject({ code: 0 });
    const manifest = await readFile(join(report.image.layout, 'blobs', digest.replace(':', '/')));
    expect((await crane('manifest', ref)).stdout).toBe(manifest.toString());
    const { os, architecture } = JSON.parse((await crane('config', ref)).stdout);
    expect(`${os}/${architecture}`).toBe(report.image.platform);

    const verify = (key: string, ...args: string[]) =>
      run(...args, '--key', key, '--insecure-ignore-tlog', ref);
    expect(await verify('cosign.pub', 'verify')).toMatchObject({ code: 0 });
    expect((await verify('other.pub', 'verify')).code).not.toBe(0);
    for (const type of ['slsaprovenance1', 'cyclonedx', 'spdxjson', 'urn:harden:scan:v1']) {
      const found = await verify('cosign.pub', 'verify-attestation', '--type', type);
      expect({ type, code: found.code }).toEqual({ type, code: 0 });
    }

    const again = await published(folder, ref);
    expect(again).toMatchObject({ uploaded: { blobs: 0, bytes: 0 }, referrers: first.referrers });

    const source = join(folder, 'main.go');
    const text = await readFile(source, 'utf8');
    await writeFile(source, text.replace('func main() {', 'func main() {\n\tprintln("changed")'));
    const changed = await buildReport(folder);
    const app = changed.image.layers.find(({ kind }) => kind === 'app');
    const second = await published(folder, `${address}/acme/go-api:1.1`);
    expect(second.uploaded.blobs).toBe(2);
    expect(second.uploaded.bytes).toBeGreaterThan(app?.size ?? 0);
    expect(second.uploaded.bytes).toBeLessThan((app?.size ?? 0) + 20_000);
    expect((await crane('digest', ref)).stdout.trim()).toBe(digest);
  });

  test.runIf(inLab)('gets a layer of many pieces, and hands one over', async () => {
    const folder = await copyExample('node-api');
    const { image } = await buildReport(folder);
    expect(Math.max(...image.layers.map(({ size }) => size))).toBeGreaterThan(10_000_000);
    const address = await start();
    const refs = [`${address}/node-api:1`, `${address}/other/node-api:1`];
    const found = await published(folder, ...refs);
    expect(found.uploaded.blobs).toBe(image.layers.length + 1);
    expect(found.mounted + found.existing).toBe(image.layers.length + 1);
    for (const ref of refs)
      expect(await crane('validate', '--remote', ref)).toMatchObject({ code: 0 });
  });
});

test.runIf(inLab)('what fails is not published, and its layout neither', async () => {
  const folder = await copyExample('vulnerable-go');
  await buildReport(folder, { code: 1 });
  const address = await registry();
  for (const path of [folder, join(folder, '.harden', 'image')]) {
    const run = await harden(['publish', path, '--to', `${address}/vulnerable:1`]);
    expect(run).toMatchObject({ code: 6, stdout: '' });
    expect(run.stderr).toContain('publish/not-passed');
  }
  const catalog = await fetch(`http://${address}/v2/_catalog`);
  expect(await catalog.json()).toEqual({ repositories: [] });
});
