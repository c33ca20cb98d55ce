import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { labPaths } from '../../src/engine/paths.ts';
import { finished, harden, start } from '../program.ts';
import { copyExample } from './copy.ts';
import { cosign, registry } from './cosign.ts';
import { labImages } from './counting-registry.ts';
import { crane, craneRegistry, freePort } from './crane.ts';
import { ended } from './go-program.ts';
import { buildReport } from './json.ts';
import { startImage, unpackedImage } from './runc.ts';
import { pulledBySkopeo } from './skopeo.ts';
import { loginOf, strictRegistry } from './strict-registry.ts';
import { projectOf } from './temporary.ts';

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

/** What Trivy takes for an image when it looks for a bill beside it, and needs no layer then. */
async function trivyFrom(ref: string): Promise<string> {
  const cache = await projectOf({});
  const args = ['--sbom-sources', 'oci', '--scanners', 'license', '--format', 'json'];
  const quiet = ['--disable-telemetry', '--skip-version-check', '--cache-dir', cache];
  const run = await ended(join(labPaths().bin, 'trivy'), ['image', ...args, ...quiet, ref]);
  expect(run).toMatchObject({ code: 0 });
  return JSON.parse(run.stdout).ArtifactType;
}

/** The status that an address answers with, once it does. */
async function answerOf(url: string): Promise<number | undefined> {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer) return answer.status;
    await sleep(50);
  }
  return undefined;
}

const REGISTRIES: [string, () => Promise<string>][] = [
  ['docker-registry', registry],
  ['crane', craneRegistry],
];

describe.each(REGISTRIES)('%s', (_name, serve) => {
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
    const address = await serve();
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

    expect(await trivyFrom(ref)).toBe('cyclonedx');

    const again = await published(folder, ref);
    expect(again).toMatchObject({ uploaded: { blobs: 0, bytes: 0 }, referrers: first.referrers });

    const pulled = await pulledBySkopeo(ref);
    const index = JSON.parse(await readFile(join(pulled, 'index.json'), 'utf8'));
    expect(index.manifests[0].digest).toBe(digest);
    const port = await freePort();
    const server = await startImage(await unpackedImage(pulled), { env: [`PORT=${port}`] });
    expect(await answerOf(`http://127.0.0.1:${port}/healthz`), server.output()).toBe(200);

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
    const address = await serve();
    const refs = [`${address}/node-api:1`, `${address}/other/node-api:1`];
    const found = await published(folder, ...refs);
    expect(found.uploaded.blobs).toBe(image.layers.length + 1);
    expect(found.mounted + found.existing).toBe(image.layers.length + 1);
    for (const ref of refs)
      expect(await crane('validate', '--remote', ref)).toMatchObject({ code: 0 });
  });
});

test.runIf(inLab)('a build publishes what passes, and verify holds it to its key', async () => {
  const { run, folder: keys, env } = await cosign();
  await run('generate-key-pair');
  await run('generate-key-pair', '--output-key-prefix', 'other');
  const folder = await copyExample('go-api');
  const ref = `${await registry()}/go-api:1`;
  const wrong = await harden(['build', folder, '--publish', 'No/Reference']);
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('bad-reference') });
  const args = ['build', folder, '--publish', ref, '--sign-key', join(keys, 'cosign.key')];
  const built = await harden(args, { env });
  expect(built).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\S+:1@sha256:\w+\n$/) });
  const digest = built.stdout.trim().split('@')[1] ?? '';

  const verify = (key: string) => harden(['verify', ref, '--key', join(keys, key)]);
  const held = await verify('cosign.pub');
  expect(held).toMatchObject({ code: 0, stdout: `${ref.replace(/:1$/, '')}@${digest}\n` });
  expect(held.stderr.match(/^holds/gm)).toHaveLength(6);
  const refused = await verify('other.pub');
  expect(refused).toMatchObject({ code: 7, stdout: '' });
  expect(refused.stderr).toContain('verify/no-signature');

  const spec = join(folder, 'hardening.yaml');
  const written = await readFile(spec, 'utf8');
  await writeFile(spec, `${written}publish: {to: ['${ref}-spec']}\n`);
  expect(await harden(['publish', folder])).toMatchObject({ stdout: `${ref}-spec@${digest}\n` });
  await writeFile(spec, `${written}policy: {size: 1MB}\npublish: {to: ['${ref}-failed']}\n`);
  const failed = await harden(['build', folder, '--publish']);
  expect(failed.code).toBe(1);
  expect((await crane('ls', ref.replace(/:1$/, ''))).stdout).not.toContain('failed');
});

test.runIf(inLab)('a registry that lists referrers gets them, from whoever may push', async () => {
  const { run, folder: keys, env } = await cosign();
  await run('generate-key-pair');
  const folder = await copyExample('go-api');
  await buildReport(folder, { args: ['--sign-key', join(keys, 'cosign.key')], env });
  const address = await strictRegistry();
  const ref = `${address}/go-api:1`;
  const publish = async (login: Record<string, string>) =>
    harden(['publish', folder, '--to', ref, '--json'], { env: login });
  for (const [login, code] of [
    [{ DOCKER_CONFIG: folder }, 'registry/unauthorized'],
    [await loginOf(address, 'writer', 'wrong'), 'registry/wrong-credentials'],
    [await loginOf(address, 'reader'), 'registry/no-push-right'],
  ] as const) {
    const refused = await publish(login);
    expect(refused).toMatchObject({ code: 6, stderr: expect.stringContaining(code) });
  }

  const login = await loginOf(address, 'writer');
  const { referrers, digest } = JSON.parse((await publish(login)).stdout);
  const token = { authorization: 'Bearer pull' };
  const list = await fetch(`http://${address}/v2/go-api/referrers/${digest}`, { headers: token });
  const { manifests } = (await list.json()) as { manifests: { digest: string }[] };
  expect(manifests.map((one) => one.digest).sort()).toEqual(referrers.sort());
  const tags = await fetch(`http://${address}/v2/go-api/tags/list`, { headers: token });
  expect(await tags.json()).toMatchObject({ tags: ['1'] });
  const verify = ['verify', ref, '--key', join(keys, 'cosign.pub')];
  expect(await harden(verify, { env: await loginOf(address, 'reader') })).toMatchObject({
    code: 0,
  });
});

/** Kills the program at some moment of a push, again and again. */
test.runIf(inLab)('a push that is killed leaves no tag, and the next one ends', async () => {
  const folder = await copyExample('go-api');
  await buildReport(folder);
  const codes: (number | null)[] = [];
  for (const after of [150, 200, 250, 300, 350, 400, 450, 500, 600, 700]) {
    const ref = `${await registry()}/killed:1`;
    const child = start(['publish', folder, '--to', ref]);
    setTimeout(() => child.kill('SIGKILL'), after);
    const { code } = await finished(child);
    codes.push(code);
    const digest = await crane('digest', ref);
    if (code === 0 || digest.code === 0) {
      expect(await crane('validate', '--remote', ref)).toMatchObject({ code: 0 });
    }
    await published(folder, ref);
    expect(await crane('validate', '--remote', ref)).toMatchObject({ code: 0 });
  }
  expect(codes).toContain(null);
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
