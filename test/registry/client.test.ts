import { readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MEDIA } from '../../src/oci/spec.ts';
import { pullArtifact } from '../../src/registry/artifact.ts';
import { createRegistryClient, type RegistryOptions } from '../../src/registry/client.ts';
import { fetchBase } from '../../src/registry/image-base.ts';
import { diagnosticOf } from '../diagnostic-of.ts';
import { filesIn, folder } from '../oci/contents.ts';
import { digestOf, type FakeRegistry, fakeRegistry, type Interfere } from './fake-registry.ts';

const QUICK = { timeout: 2000, retryDelay: 1, tries: 4 };

function client(options: RegistryOptions = {}) {
  return createRegistryClient({
    env: { DOCKER_CONFIG: '/nonexistent' },
    patience: QUICK,
    ...options,
  });
}

const LAYER = gzipSync(Buffer.from('a layer'));

/** `lib/app:1`, an index of two platforms. */
function publish(registry: FakeRegistry, rest: { config?: object; layer?: Buffer } = {}) {
  const manifests = ['amd64', 'arm64'].map((architecture) => {
    const rootfs = { type: 'layers', diff_ids: [digestOf('a layer')] };
    const config = registry.add(
      'lib/app',
      { architecture, os: 'linux', rootfs, ...rest.config },
      MEDIA.config,
    );
    const layer = registry.add('lib/app', rest.layer ?? LAYER, MEDIA.dockerLayerGzip);
    const manifest = { schemaVersion: 2, mediaType: MEDIA.manifest, config, layers: [layer] };
    const descriptor = registry.add('lib/app', manifest, MEDIA.manifest);
    return { ...descriptor, platform: { os: 'linux', architecture } };
  });
  const attestation = { ...manifests[0], platform: { os: 'unknown', architecture: 'unknown' } };
  const index = {
    schemaVersion: 2,
    mediaType: MEDIA.index,
    manifests: [...manifests, attestation],
  };
  return { index: registry.add('lib/app', index, MEDIA.index, '1'), manifests };
}

describe('resolve', () => {
  it('chooses the platform out of an index and gives names by digest', async () => {
    const registry = await fakeRegistry();
    const { index, manifests } = publish(registry);
    const found = await client().resolve(`${registry.host}/lib/app:1`, 'linux/arm64');
    expect(found).toMatchObject({ digest: manifests[1]?.digest, index: { digest: index.digest } });
    expect(found.ref).toBe(`${registry.host}/lib/app@${manifests[1]?.digest}`);
    expect(found.manifest.layers).toHaveLength(1);
  });

  it('says which platforms there are', async () => {
    const registry = await fakeRegistry();
    publish(registry);
    const ref = `${registry.host}/lib/app:1`;
    expect(await diagnosticOf(client().resolve(ref, 'linux/riscv64' as never))).toMatchObject({
      code: 'registry/no-platform',
      message: `${ref} has no image for linux/riscv64; it has linux/amd64, linux/arm64`,
    });
  });

  const descriptor = { mediaType: 'x', digest: digestOf('x'), size: 1 };
  const whole = { schemaVersion: 2, config: descriptor, layers: [descriptor] };
  const index = { schemaVersion: 2, mediaType: MEDIA.index };
  it.each<[what: string, document: object]>([
    ['a config that is a text', { ...whole, config: 'x' }],
    ['a layer that is nothing', { ...whole, layers: [null] }],
    ['a layer without a size', { ...whole, layers: [{ ...descriptor, size: undefined }] }],
    ['a layer of a negative size', { ...whole, layers: [{ ...descriptor, size: -1 }] }],
    ['a digest that is a list', { ...whole, layers: [{ ...descriptor, digest: [digestOf('x')] }] }],
    ['a digest that is a path', { ...whole, config: { ...descriptor, digest: 'sha256:../x' } }],
    ['a label that is a number', { ...whole, layers: [{ ...descriptor, annotations: { a: 1 } }] }],
    ['10,000 layers', { ...whole, layers: Array(10_000).fill(descriptor) }],
    ['a media type that is a number', { ...whole, mediaType: 5 }],
    ['images that are nothing', { ...index, manifests: [null] }],
    ['images that are no list', { ...index, manifests: 'x' }],
    ['a platform that is a text', { ...index, manifests: [{ ...descriptor, platform: 'x' }] }],
    [
      'an image whose digest is a path',
      {
        ...index,
        manifests: [{ digest: '../b/1', platform: { os: 'linux', architecture: 'amd64' } }],
      },
    ],
  ])('refuses %s', async (_what, document) => {
    const registry = await fakeRegistry();
    registry.add('a', document, MEDIA.manifest, '1');
    const found = await diagnosticOf(client().resolve(`${registry.host}/a:1`, 'linux/amd64'));
    expect(found).toMatchObject({ code: 'registry/bad-answer', hint: expect.any(String) });
  });

  it('gives up on an answer that never ends and is never silent', async () => {
    const registry = await fakeRegistry((_request, response) => {
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
      return true;
    });
    const patience = { timeout: 200, retryDelay: 1, tries: 2 };
    const found = await diagnosticOf(client({ patience }).resolve(`${registry.host}/a:1`));
    expect(found).toMatchObject({
      code: 'registry/unreachable',
      message: expect.stringContaining('its answer comes too slowly, after 2 tries'),
    });
  });

  it('asks for nothing that it has by its digest', async () => {
    const registry = await fakeRegistry();
    const { manifests } = publish(registry);
    const blobDir = await folder();
    const ref = `${registry.host}/lib/app@${manifests[0]?.digest}`;
    await client({ blobDir }).resolve(ref);
    await client({ blobDir }).resolve(ref);
    expect(registry.asked).toEqual([`/v2/lib/app/manifests/${manifests[0]?.digest}`]);
  });

  it('asks again when its copy is damaged', async () => {
    const registry = await fakeRegistry();
    const digest = publish(registry).manifests[0]?.digest ?? '';
    const blobDir = await folder();
    const ref = `${registry.host}/lib/app@${digest}`;
    await client({ blobDir }).resolve(ref);
    await writeFile(join(blobDir, digest.replace(':', '/')), '{}');
    expect((await client({ blobDir }).resolve(ref)).digest).toBe(digest);
    expect(registry.asked).toHaveLength(2);
  });

  it.each([
    [
      'a manifest of another digest',
      { bytes: '{"schemaVersion":2}' },
      'registry/digest-mismatch',
      'expected sha256:',
    ],
  ])('refuses %s', async (_name, { bytes }, code, message) => {
    const registry = await fakeRegistry();
    const digest = digestOf('what was asked for');
    registry.content.set(`a/b/manifests/${digest}`, {
      bytes: Buffer.from(bytes),
      type: MEDIA.manifest,
    });
    const found = await diagnosticOf(client().resolve(`${registry.host}/a/b@${digest}`));
    expect(found.code).toBe(code);
    expect(found.message).toContain(message);
  });

  it('refuses a manifest that does not fit its own header', async () => {
    const registry = await fakeRegistry((_request, response) => {
      response
        .writeHead(200, { 'docker-content-digest': digestOf('other') })
        .end('{"schemaVersion":2}');
      return true;
    });
    const found = await diagnosticOf(client().resolve(`${registry.host}/a:1`));
    expect(found.code).toBe('registry/digest-mismatch');
  });

  it.each([
    ['a login page', '<html>', 'the manifest is not JSON'],
    ['null', 'null', 'not of schema version 2'],
    ['a manifest of version 1', '{"schemaVersion":1}', 'not of schema version 2'],
    ['a manifest of nothing', '{"schemaVersion":2}', 'has no config or no layers'],
    ['a manifest of 5 MB', ' '.repeat(5_000_000), 'has over 4194304 bytes'],
  ])('refuses %s', async (_name, body, message) => {
    const registry = await fakeRegistry();
    registry.content.set('a/manifests/1', { bytes: Buffer.from(body), type: MEDIA.manifest });
    const found = await diagnosticOf(client().resolve(`${registry.host}/a:1`));
    expect(found.code).toBe('registry/bad-answer');
    expect(found.message).toContain(message);
  });
});

describe('failures', () => {
  it.each([
    [404, 'registry/not-found', 'does not exist'],
    [401, 'registry/unauthorized', 'answered 401'],
    [403, 'registry/unauthorized', 'answered 403'],
    [400, 'registry/bad-answer', 'answered 400'],
    [418, 'registry/bad-answer', 'answered 418'],
  ])('says at once what %i means', async (status, code, message) => {
    const registry = await fakeRegistry((_request, response) => {
      response.writeHead(status).end();
      return true;
    });
    const found = await diagnosticOf(client().resolve(`${registry.host}/a:1`));
    expect(found).toMatchObject({ code });
    expect(found.message).toContain(`${registry.url}/v2/a/manifests/1`);
    expect(found.message).toContain(message);
    expect(registry.asked).toHaveLength(1);
  });

  it.each([429, 500, 502, 503])('tries again after %i and goes on', async (status) => {
    const registry = await fakeRegistry((_request, response, count) => {
      if (count > 3) return false;
      response.writeHead(status, { 'retry-after': '0' }).end();
      return true;
    });
    publish(registry);
    await client().resolve(`${registry.host}/lib/app:1`, 'linux/amd64');
    expect(registry.asked).toHaveLength(5);
  });

  it('gives up after four tries', async () => {
    const registry = await fakeRegistry((_request, response) => {
      response.writeHead(503).end();
      return true;
    });
    const found = await diagnosticOf(client().resolve(`${registry.host}/a:1`));
    expect(found.message).toBe(`${registry.url}/v2/a/manifests/1: it answered 503, after 4 tries`);
    expect(registry.asked).toHaveLength(4);
  });

  it('waits as long as Retry-After says, and no longer than it may', async () => {
    const registry = await fakeRegistry((_request, response) => {
      response.writeHead(429, { 'retry-after': '86400' }).end();
      return true;
    });
    const stop = new AbortController();
    const waiting = client({ signal: stop.signal }).resolve(`${registry.host}/a:1`);
    await expect.poll(() => registry.asked.length).toBe(1);
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow();
    expect(registry.asked).toHaveLength(1);
  });

  it('tries again when the connection breaks', async () => {
    const registry = await fakeRegistry((request, response, count) => {
      if (count > 2) return false;
      if (count === 1) request.socket.destroy();
      else
        response
          .writeHead(200, { 'content-length': 1000 })
          .write('{', () => request.socket.destroy());
      return true;
    });
    publish(registry);
    await client().resolve(`${registry.host}/lib/app:1`, 'linux/amd64');
    expect(registry.asked).toHaveLength(4);
  });

  it.each<[string, string, Interfere]>([
    ['never answers', 'no answer for 0.1 s', () => true],
    [
      'stops in the middle',
      'no answer for 0.1 s, after 2 tries',
      (_request, response) => {
        response.writeHead(200, { 'content-length': 1000 }).write('{');
        return true;
      },
    ],
  ])('does not wait for a server that %s', async (_name, said, interfere) => {
    const registry = await fakeRegistry(interfere);
    const patience = { timeout: 100, retryDelay: 1, tries: 2 };
    const found = await diagnosticOf(client({ patience }).resolve(`${registry.host}/a:1`));
    expect(found.code).toBe('registry/unreachable');
    expect(found.message.slice(found.message.indexOf(': ') + 2)).toBe(said);
  });

  it('names the URL and the cause when nobody listens', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const found = await diagnosticOf(client().resolve(`127.0.0.1:${port}/a:1`));
    expect(found.code).toBe('registry/unreachable');
    expect(found.message).toBe(
      `http://127.0.0.1:${port}/v2/a/manifests/1: ECONNREFUSED, after 4 tries`,
    );
  });

  it('stops when it is told to', async () => {
    const registry = await fakeRegistry(() => true);
    const stop = new AbortController();
    const waiting = client({ signal: stop.signal }).resolve(`${registry.host}/a:1`);
    await expect.poll(() => registry.asked.length).toBe(1);
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
  });
});

describe('blob', () => {
  it('downloads once, into the place of its digest', async () => {
    const registry = await fakeRegistry();
    const bytes = Buffer.alloc(300_000, 'blob');
    const descriptor = registry.add('a/b', bytes, 'application/octet-stream');
    const dir = await folder();
    const file = await client().blob(`${registry.host}/a/b`, descriptor, dir);
    expect(file).toBe(join(dir, descriptor.digest.replace(':', '/')));
    expect((await readFile(file)).equals(bytes)).toBe(true);
    await client().blob(`${registry.host}/a/b`, descriptor, dir);
    expect(registry.asked).toHaveLength(1);
  });

  it.each([
    ['other bytes', Buffer.from('changed'), 'came with the digest sha256:'],
    ['fewer bytes', Buffer.from('less'), 'came with 4 of 7 bytes'],
    ['more bytes', Buffer.from('original and more'), 'came with more than 7 bytes'],
  ])('keeps nothing of %s', async (_name, bytes, message) => {
    const registry = await fakeRegistry();
    const digest = digestOf('the original');
    registry.content.set(`a/blobs/${digest}`, { bytes, type: 'x' });
    const dir = await folder();
    const work = client().blob(`${registry.host}/a`, { mediaType: 'x', digest, size: 7 }, dir);
    const found = await diagnosticOf(work);
    expect(found.code).toBe('registry/digest-mismatch');
    expect(found.message).toContain(message);
    expect(await filesIn(dir)).toEqual([]);
  });

  it('starts over when the connection breaks in the middle', async () => {
    const bytes = Buffer.alloc(200_000, 'z');
    const registry = await fakeRegistry((request, response, count) => {
      if (count > 1) return false;
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 100_000), () => request.socket.destroy());
      return true;
    });
    const descriptor = registry.add('a', bytes, 'x');
    const dir = await folder();
    const file = await client().blob(`${registry.host}/a`, descriptor, dir);
    expect((await readFile(file)).equals(bytes)).toBe(true);
    expect(await filesIn(dir)).toHaveLength(1);
  });

  it('does not make a path of a digest that is none', async () => {
    const descriptor = { mediaType: 'x', digest: 'sha256:../../../x', size: 1 };
    const found = await diagnosticOf(client().blob('127.0.0.1:1/a', descriptor, await folder()));
    expect(found.code).toBe('registry/bad-answer');
  });
});

describe('mirrors', () => {
  it('asks the mirror of a registry, named by option or by environment', async () => {
    const registry = await fakeRegistry();
    publish(registry);
    const HARDEN_REGISTRY_MIRRORS = `nonsense, docker.io=${registry.url} ,x=`;
    const byEnv = client({ env: { HARDEN_REGISTRY_MIRRORS } });
    const byOption = client({ mirrors: { 'docker.io': registry.url } });
    for (const one of [byEnv, byOption]) {
      const { ref } = await one.resolve('lib/app:1', 'linux/amd64');
      expect(ref).toMatch(/^docker\.io\/lib\/app@sha256:/);
    }
  });

  it('keeps the path of a mirror as a prefix', async () => {
    const registry = await fakeRegistry();
    const mirrors = { 'gcr.io': `${registry.url}/gcr/` };
    const found = await diagnosticOf(client({ mirrors }).resolve('gcr.io/a/b:1'));
    expect(registry.asked).toEqual(['/v2/gcr/a/b/manifests/1']);
    expect(found.message).toContain('(mirror of gcr.io) does not exist');
  });
});

describe('fetchBase', () => {
  it('brings config and layers, as they are', async () => {
    const registry = await fakeRegistry();
    const { manifests } = publish(registry);
    const dir = await folder();
    const ref = `${registry.host}/lib/app:1`;
    const base = await fetchBase(client(), ref, 'linux/amd64', dir);
    expect(base).toMatchObject({ kind: 'image', ref, digest: manifests[0]?.digest });
    expect(base.layers[0]?.blob).toEqual({
      digest: digestOf(LAYER),
      diffId: digestOf('a layer'),
      size: LAYER.length,
      uncompressed: 7,
      mediaType: MEDIA.dockerLayerGzip,
      file: join(dir, digestOf(LAYER).replace(':', '/')),
    });
    expect(await fetchBase(client(), ref, 'linux/amd64', dir)).toEqual(base);
  });

  it.each([
    [
      'a layer that is not what the config says',
      { layer: gzipSync('another') },
      'registry/digest-mismatch',
    ],
    [
      'another platform in the config',
      { config: { architecture: 's390x' } },
      'registry/no-platform',
    ],
    ['a config that is none', { config: { rootfs: null } }, 'registry/bad-answer'],
  ])('refuses %s', async (_name, rest, code) => {
    const registry = await fakeRegistry();
    publish(registry, rest);
    const work = fetchBase(client(), `${registry.host}/lib/app:1`, 'linux/amd64', await folder());
    expect((await diagnosticOf(work)).code).toBe(code);
  });
});

describe('pullArtifact', () => {
  it('brings the layers of an artifact with their names', async () => {
    const registry = await fakeRegistry();
    const config = registry.add(
      'db',
      Buffer.from('{}'),
      'application/vnd.aquasec.trivy.config.v1+json',
    );
    const layer = registry.add(
      'db',
      Buffer.from('database'),
      'application/vnd.aquasec.trivy.db.layer.v1.tar+gzip',
    );
    const annotations = { 'org.opencontainers.image.title': 'db.tar.gz' };
    const manifest = { schemaVersion: 2, config, layers: [{ ...layer, annotations }] };
    const { digest } = registry.add('db', manifest, MEDIA.manifest, '2');
    const found = await pullArtifact(client(), `${registry.host}/db:2`, await folder());
    expect(found).toMatchObject({ digest, ref: `${registry.host}/db@${digest}` });
    expect(found.layers[0]?.title).toBe('db.tar.gz');
    expect(await readFile(found.layers[0]?.file ?? '', 'utf8')).toBe('database');
  });
});
