import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HardenError } from '../../../src/diagnostics/diagnostic.ts';
import { MEDIA } from '../../../src/oci/spec.ts';
import { type Pushed, pushImage, tagImage } from '../../../src/registry/push/image.ts';
import { openRepository, type Repository } from '../../../src/registry/push/repository.ts';
import { diagnosticOf } from '../../diagnostic-of.ts';
import { faultTable } from '../../fault-table.ts';
import { folder } from '../../oci/contents.ts';
import { seeded } from '../../seeded.ts';
import { digestOf } from '../fake-registry.ts';
import { type Misbehave, type WritableRegistry, writableRegistry } from './writable-registry.ts';

faultTable('Faults of a registry that takes an image', [
  ['429, with Retry-After and without', /429|Retry-After/],
  ['5xx', / (?:500|502|503) at |gives up/],
  ['a reset', /a reset at /],
  ['an answer or a body that stalls', /stalls/],
  ['no right to push', /with 403/],
  ['a repository that does not exist', /with 404/],
  ['a tag that may not be moved', /with 4(?:09|12)|may not be moved/],
  ['another refusal', /with 400/],
  ['a wrong digest, or a blob that is not kept', /comes out as another|keeps nothing|is gone/],
  ['nonsense about what has arrived', /for ever/],
  ['a blob changed while it is sent', /sends nothing of/],
  ['a connection cut for good', /a cut for good/],
  ['a cut within a piece', /after a cut/],
  ['any of these at any time', /faults at any time/],
]);

const CHUNK = 1000;
const QUICK = { timeout: 2000, retryDelay: 1, tries: 4 };
const NOBODY = { DOCKER_CONFIG: '/nonexistent' };

/** An image whose blobs are smaller and larger than a piece. */
async function imageOf(sizes = [300, 900, 3500, 2000]): Promise<Pushed> {
  const dir = await folder();
  const blobs: Pushed['blobs'][number][] = [];
  for (const [i, size] of sizes.entries()) {
    const bytes = randomBytes(size);
    const file = join(dir, `${i}`);
    await writeFile(file, bytes);
    blobs.push({ digest: digestOf(bytes), size, content: { file } });
  }
  const [config, ...layers] = blobs.map(({ digest, size }) => ({ digest, size, mediaType: 'x' }));
  const manifest = { schemaVersion: 2, mediaType: MEDIA.manifest, config, layers };
  return {
    manifest: { mediaType: MEDIA.manifest, bytes: Buffer.from(JSON.stringify(manifest)) },
    blobs,
  };
}

function to(
  registry: WritableRegistry,
  repository = 'shop',
  mounts: string[] = [],
  patience = QUICK,
): Repository {
  const options = { env: NOBODY, patience };
  return openRepository({ registry: registry.host, repository }, mounts, options);
}

async function push(registry: WritableRegistry, image: Pushed, tag = '1', patience = QUICK) {
  const repository = to(registry, 'shop', [], patience);
  const arrivals = await pushImage(repository, image, { chunk: CHUNK });
  await tagImage(repository, tag, image.manifest);
  return arrivals;
}

const isTag = (path: string) => /manifests\/(?!sha256:)/.test(path);

/** Every name leads to an image that is there as a whole. */
function expectWhole({ repository }: WritableRegistry, names = ['shop']): void {
  for (const { blobs, manifests } of names.map(repository)) {
    for (const { bytes } of manifests.values()) {
      const { config, layers } = JSON.parse(bytes.toString());
      for (const { digest, size } of [config, ...layers]) {
        expect(blobs.get(digest)?.length).toBe(size);
        expect(digestOf(blobs.get(digest) ?? '')).toBe(digest);
      }
    }
  }
}

describe('a registry that behaves', () => {
  it('gets blobs, then the manifest by its digest, then the tag', async () => {
    const registry = await writableRegistry();
    const image = await imageOf();
    const arrivals = await push(registry, image);
    const all = { blobs: 4, bytes: 6700 };
    expect(arrivals).toEqual({ total: all, uploaded: all, mounted: 0, existing: 0 });
    const writes = registry.asked.filter((one) => /^(?:PUT|PATCH|POST)/.test(one));
    const kinds = writes.map((one) =>
      one.includes('/blobs/') ? 'blob' : isTag(one) ? 'tag' : 'manifest',
    );
    expect(kinds.slice(-2)).toEqual(['manifest', 'tag']);
    expect(kinds.slice(0, -2).every((kind) => kind === 'blob')).toBe(true);
    expect(writes.filter((one) => one.startsWith('PATCH'))).toHaveLength(6);
    expectWhole(registry);
    expect(registry.repository('shop').manifests.get('1')?.bytes).toEqual(image.manifest.bytes);
  });

  it('gets nothing twice', async () => {
    const registry = await writableRegistry();
    const image = await imageOf();
    await push(registry, image);
    registry.asked.length = 0;
    expect(await push(registry, image)).toMatchObject({ uploaded: { blobs: 0 }, existing: 4 });
    expect(registry.asked.filter((one) => /^(?:PATCH|POST)/.test(one))).toEqual([]);
  });

  it('takes blobs over from another repository', async () => {
    const registry = await writableRegistry();
    const image = await imageOf();
    await push(registry, image);
    const blobs = image.blobs.map((blob) => ({ ...blob, from: 'shop' }));
    const other = to(registry, 'other', ['shop']);
    expect(await pushImage(other, { ...image, blobs })).toMatchObject({ mounted: 4 });
    registry.mounts = false;
    const third = to(registry, 'third', ['shop']);
    expect(await pushImage(third, { ...image, blobs })).toMatchObject({ uploaded: { blobs: 4 } });
    expectWhole(registry, ['other', 'third']);
  });
});

/** Answers like this to the first requests that match, and then behaves. */
function first(
  matching: RegExp,
  times: number,
  answer: (response: ServerResponse) => void,
): Misbehave {
  let left = times;
  return (request, response) => {
    if (left === 0 || !matching.test(`${request.method} ${request.url}`)) return undefined;
    left -= 1;
    request.resume();
    answer(response);
    return 'answered';
  };
}

const status =
  (code: number, headers: Record<string, string> = {}, body = '') =>
  (response: ServerResponse) =>
    void response.writeHead(code, headers).end(body);
const reset = (response: ServerResponse) => void response.socket?.destroy();

const STEPS: [string, RegExp][] = [
  ['the question for a blob', /^HEAD/],
  ['the start of an upload', /^POST/],
  ['a piece', /^PATCH/],
  ['the end of an upload', /^PUT .*\/uploads\//],
  ['the manifest', /^PUT .*\/manifests\/sha256:/],
  ['the tag', /^PUT .*\/manifests\/1/],
];
const PASSING: [string, (response: ServerResponse) => void][] = [
  ['429 with Retry-After', status(429, { 'retry-after': '0' })],
  ['429 without it', status(429)],
  ['500', status(500)],
  ['502', status(502)],
  ['503', status(503, { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' })],
  ['a reset', reset],
];

describe('what passes', () => {
  it.each(
    STEPS.flatMap(([step, matching]) =>
      PASSING.map(([fault, answer]) => [fault, step, matching, answer] as const),
    ),
  )('%s at %s is tried again', async (_fault, _step, matching, answer) => {
    const registry = await writableRegistry();
    registry.misbehave = first(matching, 2, answer);
    await push(registry, await imageOf());
    expect(registry.repository('shop').manifests.has('1')).toBe(true);
    expectWhole(registry);
  });

  it.each(STEPS)('it gives up at %s and leaves no tag', async (_step, matching) => {
    const registry = await writableRegistry();
    registry.misbehave = first(matching, 1000, status(503));
    const found = await diagnosticOf(push(registry, await imageOf()));
    expect(found.code).toBe('registry/unreachable');
    expect(registry.repository('shop').manifests.has('1')).toBe(false);
    expectWhole(registry);
  });

  it('waits as long as Retry-After says', async () => {
    const registry = await writableRegistry();
    registry.misbehave = first(/^PUT .*uploads/, 1, status(429, { 'retry-after': '1' }));
    const start = performance.now();
    await push(registry, await imageOf([300, 200]));
    expect(performance.now() - start).toBeGreaterThan(950);
  });

  it('tells how much has arrived: each piece, and what is sent as a whole', async () => {
    for (const pieces of [true, false]) {
      const registry = await writableRegistry();
      if (!pieces) registry.misbehave = first(/^PATCH/, 1000, status(405));
      const told: number[] = [];
      const image = await imageOf([3500]);
      const repository = to(registry);
      await pushImage(repository, image, { chunk: CHUNK, told: (bytes) => void told.push(bytes) });
      expect(told).toEqual(pieces ? [1000, 2000, 3000, 3500, 3500] : [3500, 3500]);
    }
  });

  it.each(STEPS)('what stalls at %s is tried again', async (_step, matching) => {
    for (const begin of [true, false]) {
      const registry = await writableRegistry();
      const stall = (response: ServerResponse) => {
        if (begin) response.writeHead(200, { 'content-length': '9' }).write('{');
      };
      registry.misbehave = first(matching, 1, stall);
      await push(registry, await imageOf(), '1', { ...QUICK, timeout: 200 });
      expectWhole(registry);
    }
  });

  it('sends the whole blob where no pieces are taken', async () => {
    const registry = await writableRegistry();
    registry.misbehave = first(/^PATCH/, 1000, status(405));
    expect(await push(registry, await imageOf())).toMatchObject({ uploaded: { blobs: 4 } });
    expectWhole(registry);
  });

  it.each([true, false])('goes on after a cut within a piece, kept: %s', async (resumes) => {
    const registry = await writableRegistry();
    registry.resumes = resumes;
    let cut = false;
    registry.misbehave = ({ method, headers }) => {
      if (cut || method !== 'PATCH' || !headers['content-range']?.startsWith('1000-')) return;
      cut = true;
      return { cutAfter: 123 };
    };
    const image = await imageOf([300, 3500]);
    await push(registry, image);
    expectWhole(registry);
    const begun = registry.asked.filter((one) => one.startsWith('POST')).length;
    expect(begun).toBe(resumes ? 2 : 3);
  });
});

describe('an upload that leads nowhere', () => {
  it.each(['http://[', 'file:///etc/passwd', 'http://a:b@127.0.0.1:1/'])(
    'to %s',
    async (location) => {
      const registry = await writableRegistry();
      registry.misbehave = first(/^POST/, 1, status(202, { location }));
      expect(await diagnosticOf(push(registry, await imageOf([10])))).toMatchObject({
        code: 'registry/bad-answer',
        message: expect.stringContaining('names no address for the upload'),
      });
    },
  );

  it('ends where a registry loses what it had again and again', async () => {
    const registry = await writableRegistry();
    registry.misbehave = ({ method, url }, response) => {
      if (method !== 'PATCH') return undefined;
      response.writeHead(202, { location: url ?? '', range: '0-3' }).end();
      return 'answered';
    };
    expect(await diagnosticOf(push(registry, await imageOf([3500])))).toMatchObject({
      code: 'registry/unreachable',
    });
  });

  it('sends the whole where the pieces should be larger than memory', async () => {
    const registry = await writableRegistry();
    registry.misbehave = (_request, response) => {
      response.setHeader('oci-chunk-min-length', '1e15');
      return undefined;
    };
    await push(registry, await imageOf([3500]));
    expectWhole(registry);
    expect(registry.asked.filter((one) => one.startsWith('PATCH'))).toEqual([]);
  });

  it('waits no longer when it is told to stop', async () => {
    const registry = await writableRegistry();
    const stop = new AbortController();
    registry.misbehave = ({ method }, response) => {
      if (method !== 'POST') return undefined;
      response.writeHead(503, { 'retry-after': '60' }).end();
      setTimeout(() => stop.abort(new Error('enough')), 200);
      return 'answered';
    };
    const options = { env: NOBODY, patience: QUICK, signal: stop.signal };
    const where = { registry: registry.host, repository: 'shop' };
    const repository = openRepository(where, [], options);
    await expect(pushImage(repository, await imageOf([10]))).rejects.toThrow(/enough|aborted/);
  });
});

const denied = (code: string, message: string) => JSON.stringify({ errors: [{ code, message }] });

describe('what is refused', () => {
  it.each([
    ['POST', 403, denied('DENIED', 'requested access is denied'), 'registry/no-push-right'],
    ['POST', 404, denied('NAME_UNKNOWN', 'no such repository'), 'registry/no-repository'],
    ['POST', 404, '<html>', 'registry/no-repository'],
    ['POST', 400, denied('SIZE_INVALID', 'quota is used up'), 'registry/bad-answer'],
    ['HEAD', 403, '', 'registry/no-push-right'],
    ['PUT .*manifests.sha256', 400, denied('MANIFEST_INVALID', ''), 'registry/bad-answer'],
    ['PUT .*manifests.1', 409, denied('TAG', 'taken'), 'registry/tag-immutable'],
    ['PUT .*manifests.1', 412, denied('PRECONDITION', 'immutable'), 'registry/tag-immutable'],
    ['PUT .*manifests.1', 403, denied('DENIED', 'protected'), 'registry/no-push-right'],
  ])('%s with %i is told once', async (matching, code, body, expected) => {
    const registry = await writableRegistry();
    registry.misbehave = first(new RegExp(`^${matching}`), 1, status(code, {}, body));
    const image = await imageOf([10, 20]);
    const found = await diagnosticOf(push(registry, image));
    expect(found.code).toBe(expected);
    expect(registry.repository('shop').manifests.has('1')).toBe(false);
  });

  it('does not move a tag that may not be moved, but takes the same image again', async () => {
    const registry = await writableRegistry();
    registry.immutable = true;
    const image = await imageOf();
    await push(registry, image);
    await push(registry, image);
    const found = await diagnosticOf(push(registry, await imageOf()));
    expect(found).toMatchObject({ code: 'registry/tag-immutable' });
    expect(found.message).toContain('cannot be overwritten');
    expect(registry.repository('shop').manifests.get('1')?.bytes).toEqual(image.manifest.bytes);
  });

  it.each([
    ['a blob', /^PUT .*uploads/],
    ['a manifest', /^PUT .*manifests/],
  ])('hears when %s comes out as another', async (_what, matching) => {
    const registry = await writableRegistry();
    const other = { 'docker-content-digest': digestOf('other') };
    registry.misbehave = first(matching, 1, status(201, other));
    const found = await diagnosticOf(push(registry, await imageOf()));
    expect(found.code).toBe('registry/digest-mismatch');
    expect(registry.repository('shop').manifests.has('1')).toBe(false);
  });

  it('hears when a registry says yes and keeps nothing', async () => {
    for (const matching of [/^PUT .*uploads/, /^PUT .*manifests.sha256/, /^PUT .*manifests.1/]) {
      const registry = await writableRegistry();
      registry.misbehave = first(matching, 1000, status(201));
      const code = (await diagnosticOf(push(registry, await imageOf([10, 20]))))?.code;
      expect(['registry/digest-mismatch', 'registry/bad-answer']).toContain(code);
      expect(registry.repository('shop').manifests.has('1')).toBe(false);
    }
  });

  it('hears when a blob is gone after its manifest was taken', async () => {
    const registry = await writableRegistry();
    let taken = false;
    registry.misbehave = ({ method, url }, response) => {
      if (method === 'PUT' && url?.includes('/manifests/')) taken = true;
      if (!taken || method !== 'HEAD') return undefined;
      response.writeHead(404).end();
      return 'answered';
    };
    const found = await diagnosticOf(push(registry, await imageOf([10, 20])));
    expect(found.code).toBe('registry/digest-mismatch');
    expect(registry.repository('shop').manifests.has('1')).toBe(false);
  });

  it.each(['0-0', '0-999', '0-99999', 'bytes'])(
    'does not ask a registry for ever that says it has %s',
    async (range) => {
      const registry = await writableRegistry();
      registry.misbehave = (request, response) => {
        if (
          request.method !== 'PATCH' &&
          !/^GET .*uploads/.test(`${request.method} ${request.url}`)
        ) {
          return undefined;
        }
        request.resume();
        response.writeHead(202, { location: request.url ?? '', range }).end();
        return 'answered';
      };
      const code = (await diagnosticOf(push(registry, await imageOf([10, 3500]))))?.code;
      expect(['registry/unreachable', 'registry/bad-answer', 'publish/changed']).toContain(code);
      expect(registry.asked.length).toBeLessThan(200);
      expect(registry.repository('shop').manifests.size).toBe(0);
    },
  );

  it.each([300, 3500])('sends nothing of a file of %i bytes that was changed', async (size) => {
    const registry = await writableRegistry();
    const image = await imageOf([10, size]);
    const { content } = image.blobs[1] as Pushed['blobs'][number];
    if (content instanceof Uint8Array) throw new Error('expected a file');
    await writeFile(content.file, randomBytes(size));
    expect((await diagnosticOf(push(registry, image)))?.code).toBe('publish/changed');
    expect(registry.repository('shop').blobs.has(image.blobs[1]?.digest ?? '')).toBe(false);
    expect(registry.repository('shop').manifests.size).toBe(0);
  });
});

describe('a cut for good', () => {
  it('leaves no name of half an image, and the next run sends what is missing: 100 cuts', async () => {
    const next = seeded(20260615);
    for (let round = 0; round < 100; round++) {
      const registry = await writableRegistry();
      const old = await imageOf([20]);
      await push(registry, old);
      const image = await imageOf();
      const at = registry.asked.length + 1 + Math.floor(next() * 30);
      const cutAfter = Math.floor(next() * 1000);
      registry.misbehave = (request, _response, count) => {
        if (count < at) return undefined;
        if (count === at) return { cutAfter };
        request.socket.destroy();
        return 'answered';
      };
      const outcome = await push(registry, image).then(
        () => 'done',
        () => 'cut',
      );
      const { blobs, manifests } = registry.repository('shop');
      expectWhole(registry);
      const tagged = manifests.get('1')?.bytes;
      if (outcome === 'done') expect(tagged).toEqual(image.manifest.bytes);
      expect([old.manifest.bytes, image.manifest.bytes]).toContainEqual(tagged);

      const missing = image.blobs.filter(({ digest }) => !blobs.has(digest));
      registry.misbehave = () => undefined;
      expect((await push(registry, image)).uploaded).toEqual({
        blobs: missing.length,
        bytes: missing.reduce((sum, { size }) => sum + size, 0),
      });
      expectWhole(registry);
      expect(manifests.get('1')?.bytes).toEqual(image.manifest.bytes);
    }
  }, 60_000);
});

describe('faults at any time', () => {
  it('end in a whole image or in no tag: 60 runs', async () => {
    const next = seeded(7);
    let done = 0;
    for (let round = 0; round < 60; round++) {
      const registry = await writableRegistry();
      registry.resumes = next() < 0.5;
      registry.misbehave = (request, response) => {
        if (next() > 0.2) return undefined;
        const fault = Math.floor(next() * (PASSING.length + 1));
        const answer = PASSING[fault]?.[1];
        if (!answer) return { cutAfter: Math.floor(next() * 1000) };
        request.resume();
        answer(response);
        return 'answered';
      };
      const image = await imageOf();
      const code = await push(registry, image).then(
        () => 'done',
        (thrown: HardenError) => thrown.diagnostics[0]?.code,
      );
      expect(['done', 'registry/unreachable']).toContain(code);
      expectWhole(registry);
      const tagged = registry.repository('shop').manifests.get('1')?.bytes;
      if (code === 'done') {
        done += 1;
        expect(tagged).toEqual(image.manifest.bytes);
      } else if (tagged) expect(tagged).toEqual(image.manifest.bytes);
    }
    expect(done).toBeGreaterThan(30);
  }, 60_000);
});
