import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { finished, harden, start } from '../program.ts';
import { built } from '../publish/built.ts';
import { keyPair } from '../publish/key-pair.ts';
import { writableRegistry } from '../registry/push/writable-registry.ts';

const env = { DOCKER_CONFIG: '/nonexistent' };
const minuteAgo = () => new Date(Date.now() - 60_000).toISOString();
const now = () => ({ times: { started: minuteAgo(), finished: minuteAgo() } });

test('publish prints each reference, or one document', async () => {
  const registry = await writableRegistry();
  const { dir, report } = await built(now());
  const refs = ['1', '2'].map((tag) => `${registry.host}/shop:${tag}`);
  const to = refs.flatMap((ref) => ['--to', ref]);
  const { digest } = report.image;
  const text = await harden(['publish', dir, ...to], { env });
  expect(text).toMatchObject({ code: 0, stdout: refs.map((ref) => `${ref}@${digest}\n`).join('') });
  expect(text.stderr).toContain('Pushed 2 of 2 blobs, ');
  const { code, stdout } = await harden(['publish', dir, ...to, '--json'], { env });
  expect(code).toBe(0);
  const document = JSON.parse(stdout);
  expect(Object.keys(document)).toEqual([
    ...[
      'schemaVersion',
      'image',
      'digest',
      'tags',
      'total',
      'uploaded',
      'mounted',
      'existing',
      'referrers',
    ],
  ]);
  expect(document).toMatchObject({ image: 'shop', digest, uploaded: { blobs: 0 }, existing: 2 });
});

test('publish tells what is wrong with its words', async () => {
  const { dir } = await built(now());
  const told = async (...args: string[]) => {
    const { code, stdout, stderr } = await harden(['publish', dir, ...args], { env });
    expect(stdout).toBe('');
    return `${code} ${/error {2}(\S+)/.exec(stderr)?.[1]}`;
  };
  expect(await told()).toBe('2 cli/bad-option');
  expect(await told('--to', 'Not/One')).toBe('2 registry/bad-reference');
  expect(await told('--to', '127.0.0.1:1/a:1', '--max-age', 'soon')).toBe('2 cli/bad-option');
  expect(await told('--to', '127.0.0.1:1/a:1', '--max-age', '0h')).toBe('6 publish/too-old');
  expect(await told('--to', '127.0.0.1:1/a:1', '--sign-key', 'none.key')).toBe('2 sign/bad-key');
});

test('words of a registry stay text', async () => {
  const registry = await writableRegistry();
  const message = 'no\u001b[31m\u202e\r\n::error::it';
  registry.misbehave = (request, response) => {
    request.resume();
    response.writeHead(403).end(JSON.stringify({ errors: [{ code: 'DENIED', message }] }));
    return 'answered';
  };
  const { dir } = await built(now());
  const run = await harden(['publish', dir, '--to', `${registry.host}/shop:1`], { env });
  expect(run.code).toBe(6);
  expect(run.stderr).toContain('registry/no-push-right');
  for (const sign of ['\u001b', '\u202e', '\r']) expect(run.stderr).not.toContain(sign);
  expect(run.stderr).not.toMatch(/^\s*::/m);
});

test('publish that is interrupted says what is left', async () => {
  const registry = await writableRegistry();
  const { dir, report } = await built(now());
  const child = start(['publish', dir, '--to', `${registry.host}/shop:1`], { env });
  registry.misbehave = ({ method, url }) => {
    if (method !== 'PUT' || !url?.endsWith('/manifests/1')) return undefined;
    child.kill('SIGINT');
    return 'answered';
  };
  const run = await finished(child);
  expect(run).toMatchObject({ code: 130, stdout: '' });
  expect(run.stderr).toContain('no tag is on half an image');
  expect(registry.repository('shop').manifests.has('1')).toBe(false);
  expect(registry.repository('shop').manifests.has(report.image.digest)).toBe(true);
});

test('verify asks for a key, and tells what does not hold', async () => {
  const registry = await writableRegistry();
  const { dir, report } = await built(now());
  const ref = `${registry.host}/shop:1`;
  await harden(['publish', dir, '--to', ref], { env });
  const key = join(dir, 'key.pub');
  const pem = keyPair().publicKey.export({ type: 'spki', format: 'pem' });
  await writeFile(key, String(pem));
  expect((await harden(['verify', ref], { env })).stderr).toContain('--key cosign.pub');
  expect(await harden(['verify', ref, '--key', dir], { env })).toMatchObject({ code: 2 });
  expect(await harden(['verify', ref, '--key', key, '--base', 'x'], { env })).toMatchObject({
    code: 2,
  });
  const run = await harden(['verify', ref, '--key', key, '--json'], { env });
  expect(run.code).toBe(7);
  expect(JSON.parse(run.stdout)).toMatchObject({
    image: `${registry.host}/shop@${report.image.digest}`,
    pass: false,
    verified: [{ id: 'signature', pass: false }, {}, {}, {}, {}, { id: 'base' }],
  });
});
