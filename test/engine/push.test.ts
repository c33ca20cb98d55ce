import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pushArtifact, pushImage } from '../../src/engine/image.ts';
import { pushBlob, pushManifest, type Repository } from '../../src/engine/push.ts';

let folder: string;
let server: Server;
let repository: Repository;
let requests: string[];
let blobs: Map<string, Buffer>;
let manifests: Map<string, { type: string; bytes: Buffer }>;
let refuse: string | undefined;

/** As much of a registry as a push needs, which keeps what it is given. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-push-'));
  requests = [];
  blobs = new Map();
  manifests = new Map();
  refuse = undefined;
  server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://registry');
    requests.push(`${request.method} ${url.pathname}`);
    const body = await buffer(request);
    const last = url.pathname.split('/').at(-1) ?? '';
    if (refuse === request.method) response.writeHead(500).end('disk full');
    else if (request.method === 'HEAD') response.writeHead(blobs.has(last) ? 200 : 404).end();
    else if (request.method === 'POST') {
      response.writeHead(202, { location: '/v2/a/b/blobs/uploads/7?state=x' }).end();
    } else if (url.pathname.includes('/manifests/')) {
      manifests.set(last, { type: request.headers['content-type'] ?? '', bytes: body });
      response.writeHead(201).end();
    } else {
      const digest = url.searchParams.get('digest') ?? '';
      expect(url.searchParams.get('state')).toBe('x');
      expect(digestOf(body)).toBe(digest);
      blobs.set(digest, body);
      response.writeHead(201).end();
    }
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  repository = { registry: `127.0.0.1:${port}`, name: 'a/b' };
});

afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

async function layerFile(content: string, name = 'layer') {
  const file = join(folder, name);
  await writeFile(file, content);
  const bytes = Buffer.from(content);
  return { file, digest: digestOf(bytes), size: bytes.length };
}

describe('pushBlob', () => {
  test('uploads a file in one piece, and not twice', async () => {
    const { file, ...blob } = await layerFile('x'.repeat(300_000));
    await pushBlob(repository, blob, { file });
    await pushBlob(repository, blob, { file });
    expect(blobs.get(blob.digest)?.length).toBe(300_000);
    const path = '/v2/a/b/blobs';
    expect(requests).toEqual([
      `HEAD ${path}/${blob.digest}`,
      `POST ${path}/uploads/`,
      `PUT ${path}/uploads/7`,
      `HEAD ${path}/${blob.digest}`,
    ]);
  });

  test.each(['POST', 'PUT'])('says what the registry answered to %s', async (method) => {
    refuse = method;
    const { file, ...blob } = await layerFile('x');
    await expect(pushBlob(repository, blob, { file })).rejects.toThrow('answered 500');
    await expect(pushBlob(repository, blob, { file })).rejects.toThrow('disk full');
  });
});

test('pushManifest keeps the media type', async () => {
  await pushManifest(repository, 'v1', 'application/x', Buffer.from('{}'));
  expect(manifests.get('v1')?.type).toBe('application/x');
});

test('pushImage makes an index of one platform whose digests all lead somewhere', async () => {
  const root = { ...(await layerFile('root', 'root')), diffId: 'sha256:d1ff', uncompressed: 5 };
  const tools = { ...(await layerFile('tools', 'tools')), diffId: 'sha256:d2ff', uncompressed: 5 };
  const digest = await pushImage(repository, '1.24', [root, tools], {
    Env: ['A=b'],
    Labels: { l: 'v' },
  });
  const index = manifests.get('1.24');
  expect(digestOf(index?.bytes ?? Buffer.alloc(0))).toBe(digest);
  const { manifests: platforms } = JSON.parse(String(index?.bytes));
  expect(platforms).toHaveLength(1);
  expect(platforms[0].platform.os).toBe('linux');
  const manifest = JSON.parse(String(manifests.get(platforms[0].digest)?.bytes));
  const digests = manifest.layers.map((layer: { digest: string }) => layer.digest);
  expect(digests).toEqual([root.digest, tools.digest]);
  expect(digests.every((layer: string) => blobs.has(layer))).toBe(true);
  const config = JSON.parse(String(blobs.get(manifest.config.digest)));
  expect(config.rootfs.diff_ids).toEqual(['sha256:d1ff', 'sha256:d2ff']);
  expect(config.history).toHaveLength(2);
  expect(config.config).toEqual({ Env: ['A=b'], Labels: { l: 'v' } });
  expect(config.created).toBe('1970-01-01T00:00:00Z');
});

test("pushArtifact has the shape of Trivy's databases", async () => {
  const layer = { ...(await layerFile('db')), mediaType: 'application/x.layer' };
  const annotations = { 'org.opencontainers.image.title': 'db.tar.gz' };
  await pushArtifact(repository, '2', 'application/x.config', [{ ...layer, annotations }]);
  const manifest = JSON.parse(String(manifests.get('2')?.bytes));
  const { digest, size, mediaType } = layer;
  expect(manifest.layers).toEqual([{ annotations, digest, mediaType, size }]);
  expect(manifest.config.mediaType).toBe('application/x.config');
  expect(String(blobs.get(manifest.config.digest))).toBe('{}');
});
