import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { expect, test } from 'vitest';
import { readLayout } from '../../src/oci/layout.ts';
import { harden } from '../program.ts';
import { copyExample } from './copy.ts';
import { buildReport, layersOf } from './json.ts';

async function exampleWith(name: string, change: (spec: string) => string): Promise<string> {
  const folder = await copyExample(name);
  const file = join(folder, 'hardening.yaml');
  await writeFile(file, change(await readFile(file, 'utf8')));
  return folder;
}

test('a toolchain assembled from Debian packages builds the same layers', async () => {
  const image = await buildReport('examples/python-api');
  const folder = await exampleWith(
    'python-api',
    (spec) => `${spec}\ntoolchain: {debian: trixie}\n`,
  );
  const assembled = await buildReport(folder);
  expect(assembled.toolchain?.ref).toBe('debian:trixie');
  for (const kind of ['dependencies', 'app'] as const) {
    expect(layersOf(assembled, kind)).toEqual(layersOf(image, kind));
    expect(layersOf(image, kind)).toHaveLength(1);
  }
});

test('on scratch the image is the binary alone', async () => {
  const folder = await exampleWith('go-api', (spec) =>
    spec.replace('base: debian', 'base: scratch'),
  );
  const report = await buildReport(folder);
  expect(report.image.layers.map(({ kind }) => kind)).toEqual(['app']);
  expect(report.coverage.os).toBeUndefined();
  expect(report.coverage.gaps).toEqual([]);
});

test('the layers of a base image are the base’s own, by digest', async () => {
  const base = 'docker.io/library/golang:1.24';
  const scanned = await harden(['scan', base, '--json']);
  const folder = await exampleWith('go-api', (spec) =>
    spec.replace('base: debian', `base: {image: ${base}}`),
  );
  // A toolchain is no base: it is judged like any image, and found wanting.
  const report = await buildReport(folder, { code: 1 });
  expect(layersOf(report, 'base')).toEqual(layersOf(JSON.parse(scanned.stdout), 'base'));
  expect(report.image.base.ref).toContain('golang');
});

test('a base whose operating system is not recognised proves nothing', async () => {
  const folder = await exampleWith('go-api', (spec) =>
    spec.replace('base: debian', 'base: {image: docker.io/aquasec/trivy:0.74.0}'),
  );
  const run = await harden(['build', folder, '--json']);
  expect(run.code).toBe(4);
  expect(run.stderr).toContain('scan/blind');
  const report = JSON.parse(run.stdout);
  expect(report.verdict.pass).toBe(false);
  expect(report.coverage.gaps).not.toEqual([]);
});

test('neither secrets beside the source nor network settings reach the image', async () => {
  const canaries = ['canary-env-4711', 'canary-ca-4712', 'canary-key-4713'];
  const folder = await exampleWith('python-api', (spec) => `${spec}\nnetwork: {ca: ca.pem}\n`);
  const bundle = await readFile(
    process.env['SSL_CERT_FILE'] ?? '/etc/ssl/certs/ca-certificates.crt',
  );
  await writeFile(join(folder, 'ca.pem'), `# ${canaries[1]}\n${bundle}`);
  await writeFile(join(folder, '.env'), `TOKEN=${canaries[0]}\n`);
  await writeFile(join(folder, 'id_rsa'), canaries[2] ?? '');
  const report = await buildReport(folder);
  const layout = await readLayout(report.image.layout);
  const texts = [JSON.stringify([layout.config, layout.manifest, report])];
  for (const { descriptor } of layout.layers) {
    const tar = createReadStream(layout.blobPath(descriptor.digest)).pipe(createGunzip());
    texts.push((await buffer(tar)).toString('latin1'));
  }
  expect(texts.join('')).toContain('uvicorn');
  for (const canary of canaries) expect(texts.join('')).not.toContain(canary);
});
