import { readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProgressEvent } from '../../src/progress.ts';
import { type PublishRequest, publish } from '../../src/publish.ts';
import type { RunReport } from '../../src/report/types.ts';
import { diagnosticOf } from '../diagnostic-of.ts';
import { faultTable } from '../fault-table.ts';
import { folder } from '../oci/contents.ts';
import { baseOf } from '../oci/image.ts';
import { writableRegistry } from '../registry/push/writable-registry.ts';
import { built, NOW } from './built.ts';
import { keyPair } from './key-pair.ts';

function request(path: string, to: string[], rest: Partial<PublishRequest> = {}): PublishRequest {
  return {
    ...{ path, to, cwd: '/', now: NOW, maxAge: 24, progress: () => undefined },
    env: { DOCKER_CONFIG: '/nonexistent' },
    patience: { timeout: 2000, retryDelay: 1, tries: 2 },
    ...rest,
  };
}

faultTable('What is never published', [
  ['a report that is missing', /without a report/],
  ['a report that failed', /failed|broke a rule|has a gap|has an error/],
  ['a report that is about another image', /about another image/],
  ['a report that is too old, of the future, or of no day', /is old|of tomorrow|no day/],
  ['a layout that was changed after its scan', /changed after the scan/],
  ['an image for no platform', /no platform/],
  ['a name that is none', /nothing is sent to /],
]);

describe('an image that passed', () => {
  it.each(['', '.harden', '.harden/image'])('is pushed from %j', async (below) => {
    const registry = await writableRegistry();
    const { dir, report } = await built();
    const refs = [`${registry.host}/shop:1`, `${registry.host}/shop:latest`];
    const published = await publish(request(join(dir, below), refs));
    const { digest } = report.image;
    expect(published).toMatchObject({
      ...{ image: 'shop', digest, mounted: 0, existing: 0 },
      tags: refs.map((ref) => `${ref}@${digest}`),
      uploaded: { blobs: 2 },
    });
    const { manifests } = registry.repository('shop');
    const { referrers } = published;
    expect(referrers).toHaveLength(5);
    const sent = [...manifests.keys()];
    // What is beside an image is sent at the same time, and gets there in any order.
    expect(sent.slice(1, -2).sort()).toEqual([...referrers].sort());
    expect([sent[0], ...sent.slice(-2)]).toEqual([digest, '1', 'latest']);
  });

  it('is found where its folder was moved to', async () => {
    const registry = await writableRegistry();
    const { dir } = await built();
    const moved = join(await folder(), 'moved');
    await rename(dir, moved);
    await publish(request(moved, [`${registry.host}/shop:1`]));
    expect(registry.repository('shop').manifests.has('1')).toBe(true);
  });

  it('waits as long as the registry asks for, and says so', async () => {
    const registry = await writableRegistry();
    registry.misbehave = (request, response, count) => {
      if (count !== 1) return undefined;
      request.resume();
      response.writeHead(429, { 'retry-after': '2' }).end();
      return 'answered';
    };
    const { dir } = await built();
    const told: string[] = [];
    const progress: PublishRequest['progress'] = ({ message }) => void told.push(message);
    await publish(request(dir, [`${registry.host}/shop:1`], { progress }));
    expect(told).toContain('waiting 2 s for the registry');
  });

  it('tells the bytes that are there, whether they were sent or not', async () => {
    const registry = await writableRegistry();
    const { dir } = await built();
    const counts = async () => {
      const told: ProgressEvent[] = [];
      const progress: PublishRequest['progress'] = (event) => void told.push(event);
      const { total } = await publish(request(dir, [`${registry.host}/shop:1`], { progress }));
      const bytes = told.filter(({ unit }) => unit === 'bytes');
      expect(bytes.every((one) => one.total === total.bytes)).toBe(true);
      return { total, done: bytes.map(({ done }) => done) };
    };
    const first = await counts();
    expect(first.total.blobs).toBe(2);
    expect(first.done).toHaveLength(2);
    expect(first.done.at(-1)).toBe(first.total.bytes);
    expect((await counts()).done.at(-1)).toBe(first.total.bytes);
  });

  it('sends of a changed app its layer, a config and a manifest, under 20 kB more', async () => {
    const registry = await writableRegistry();
    const refs = [`${registry.host}/shop:1`];
    const trees = (program: string) => [
      { kind: 'dependencies' as const, tree: [{ path: 'lib' }, { path: 'lib/a', text: 'a' }] },
      { kind: 'app' as const, tree: [{ path: 'app' }, { path: 'app/server', text: program }] },
    ];
    await publish(request((await built({ base: { trees: trees('one') } })).dir, refs));
    const { dir, image } = await built({ base: { trees: trees('two') } });
    const { uploaded, existing } = await publish(request(dir, refs));
    const manifest = registry.repository('shop').manifests.get(image.digest);
    const app = image.layers.at(-1)?.size ?? 0;
    expect({ blobs: uploaded.blobs, existing }).toEqual({ blobs: 2, existing: 1 });
    expect(uploaded.bytes + (manifest?.bytes.length ?? 0)).toBeLessThan(app + 20_000);
  });

  it('is signed once: what the registry has from the same key is not added again', async () => {
    const registry = await writableRegistry();
    const { dir } = await built();
    const { signer } = keyPair();
    const asked = (by = signer) => request(dir, [`${registry.host}/shop:1`], { signer: by });
    const first = await publish(asked());
    expect(first.referrers).toHaveLength(7);
    expect((await publish(asked())).referrers).toEqual(first.referrers);
    const other = await publish(asked(keyPair().signer));
    expect(other.referrers.filter((one) => first.referrers.includes(one))).toHaveLength(1);
    expect((await publish(asked())).referrers).toEqual(first.referrers);
  });

  it('goes to all repositories before it has a name in any', async () => {
    const registry = await writableRegistry();
    const { dir } = await built();
    const refs = ['shop:1', 'other:1'].map((ref) => `${registry.host}/${ref}`);
    expect(await publish(request(dir, refs))).toMatchObject({ uploaded: { blobs: 2 }, mounted: 2 });
    const tags = registry.asked.findIndex((one) => /PUT .*manifests\/1/.test(one));
    const last = registry.asked.findLastIndex((one) => /uploads|PUT .*sha256:/.test(one));
    expect(tags).toBeGreaterThan(last);
  });

  it('has the layers of its base from there, where that is in the same registry', async () => {
    const registry = await writableRegistry();
    const base = await baseOf(await folder(), [{ path: 'etc/os-release', text: 'x' }]);
    const ref = `${registry.host}/bases/static:1`;
    const { dir, image } = await built({ base: { base: { ...base, ref } } });
    const [lowest] = image.layers;
    const bytes = await readFile(base.layers[0]?.blob.file ?? '');
    registry.repository('bases/static').blobs.set(lowest?.digest ?? '', bytes);
    const published = await publish(request(dir, [`${registry.host}/shop:1`]));
    expect(published).toMatchObject({ mounted: 1, uploaded: { blobs: 2 } });
  });
});

const REFUSED: [string, string, (report: RunReport) => Partial<RunReport>, RegExp][] = [
  [
    'failed',
    'publish/not-passed',
    ({ verdict }) => ({ verdict: { ...verdict, pass: false } }),
    /no pass/,
  ],
  [
    'broke a rule, whatever it says of itself',
    'publish/not-passed',
    ({ verdict }) => ({
      verdict: { ...verdict, violations: [{ rule: 'size', message: 'too large', findings: [] }] },
    }),
    /too large/,
  ],
  [
    'has a gap',
    'publish/not-passed',
    ({ coverage }) => ({ coverage: { ...coverage, gaps: ['no system'] } }),
    /proves nothing: no system/,
  ],
  [
    'failed a test',
    'publish/not-passed',
    () => ({ smoke: [{ name: 'GET /', pass: false, evidence: '500', milliseconds: 1 }] }),
    /"GET \/" failed/,
  ],
  [
    'has an error',
    'publish/not-passed',
    () => ({ diagnostics: [{ code: 'scan/failed', severity: 'error', message: 'it fell' }] }),
    /it fell/,
  ],
  [
    'is about another image',
    'publish/changed',
    ({ image }) => ({ image: { ...image, digest: `sha256:${'0'.repeat(64)}` } }),
    /the report is about/,
  ],
  [
    'is old',
    'publish/too-old',
    () => ({ times: { started: '2026-06-14T11:59:59Z', finished: '2026-06-14T11:59:59Z' } }),
    /24 hours old/,
  ],
  [
    'is of tomorrow',
    'publish/too-old',
    () => ({ times: { started: '2026-06-16T00:00:00Z', finished: '2026-06-16T00:00:00Z' } }),
    /clock/,
  ],
  [
    'has no day',
    'publish/too-old',
    () => ({ times: { started: 'soon', finished: 'soon' } }),
    /does not say when/,
  ],
];

it('what cannot be reached is to be tried again, and is no matter of mirrors', async () => {
  const { dir } = await built();
  const found = await diagnosticOf(publish(request(dir, ['127.0.0.1:1/shop:1'])));
  expect(found).toMatchObject({
    code: 'registry/unreachable',
    hint: expect.stringContaining('not sent again'),
  });
});

describe('nothing is sent', () => {
  it.each(REFUSED)('of an image whose report %s', async (_why, code, change, message) => {
    const registry = await writableRegistry();
    const { dir } = await built(change);
    const found = await diagnosticOf(publish(request(dir, [`${registry.host}/shop:1`])));
    expect(found).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(registry.asked).toEqual([]);
  });

  it.each(['layers', 'configDigest', 'digest'] as const)(
    'of a layout whose %s was changed after the scan',
    async (part) => {
      const registry = await writableRegistry();
      const { dir, layout, image } = await built();
      const digest = part === 'layers' ? (image.layers[0]?.digest ?? '') : image[part];
      const path = join(layout, 'blobs', digest.replace(':', '/'));
      const bytes = await readFile(path);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      await unlink(path);
      await writeFile(path, bytes);
      const found = await diagnosticOf(publish(request(dir, [`${registry.host}/shop:1`])));
      expect(found.code).toBe('publish/changed');
      expect(registry.asked).toEqual([]);
    },
  );

  it('of an image for no platform', async () => {
    const registry = await writableRegistry();
    const { dir } = await built({ base: { platform: 'unknown/unknown' as never } });
    const found = await diagnosticOf(publish(request(dir, [`${registry.host}/shop:1`])));
    expect(found.message).toContain('it lists 0 images');
    expect(registry.asked).toEqual([]);
  });

  it('of a layout without a report', async () => {
    const registry = await writableRegistry();
    const { dir, layout } = await built();
    await rm(join(dir, '.harden', 'report.json'));
    for (const path of [dir, layout, await folder()]) {
      const found = await diagnosticOf(publish(request(path, [`${registry.host}/shop:1`])));
      expect(found.code).toBe('publish/no-report');
    }
    expect(registry.asked).toEqual([]);
  });

  it.each([
    [[], 'cli/bad-option'],
    [[`127.0.0.1:1/shop@sha256:${'0'.repeat(64)}`], 'cli/bad-option'],
    [['127.0.0.1:1/Shop:1'], 'registry/bad-reference'],
  ])('to %j', async (to, code) => {
    const { dir } = await built();
    expect((await diagnosticOf(publish(request(dir, to)))).code).toBe(code);
  });
});
