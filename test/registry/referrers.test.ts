import { describe, expect, it } from 'vitest';
import { MEDIA } from '../../src/oci/spec.ts';
import { createRegistryClient } from '../../src/registry/client.ts';
import { digestOf, type FakeRegistry, fakeRegistry } from './fake-registry.ts';

const DIGEST = digestOf('image');
const referrer = (name: string) => ({
  mediaType: MEDIA.manifest,
  digest: digestOf(name),
  size: 1,
  artifactType: 'application/spdx+json',
});
const index = (...names: string[]) => ({
  schemaVersion: 2,
  mediaType: MEDIA.index,
  manifests: names.map(referrer),
});

function read(registry: FakeRegistry) {
  const client = createRegistryClient({
    env: { DOCKER_CONFIG: '/nonexistent' },
    patience: { timeout: 2000, retryDelay: 1, tries: 2 },
  });
  return client.referrers(`${registry.host}/shop@${DIGEST}`);
}

/** Lists of referrers by their query. */
function lists(pages: Record<string, { body: unknown; link?: string }>) {
  return fakeRegistry((request, response) => {
    const { pathname, search } = new URL(request.url ?? '', 'http://x');
    const page = pathname === `/v2/shop/referrers/${DIGEST}` ? pages[search] : undefined;
    if (!page) return false;
    response.writeHead(200, {
      'content-type': MEDIA.index,
      ...(page.link && { link: `</v2/shop/referrers/${DIGEST}${page.link}>; rel="next"` }),
    });
    response.end(JSON.stringify(page.body));
    return true;
  });
}

describe('referrers', () => {
  it('are those of all pages', async () => {
    const registry = await lists({
      '': { body: index('a', 'b'), link: '?last=b&n=2' },
      '?last=b&n=2': { body: index('c') },
    });
    expect(await read(registry)).toEqual(['a', 'b', 'c'].map(referrer));
  });

  it('are those that are some, whatever else is listed', async () => {
    const [good] = index('a').manifests;
    const digests = ['../x', 5, [digestOf('a')]].map((digest) => ({ ...good, digest }));
    const manifests = [null, 5, 'a', [], {}, ...digests, good];
    const registry = await lists({ '': { body: { ...index(), manifests } } });
    expect(await read(registry)).toEqual([good]);
  });

  it('are not thousands', async () => {
    const names = Array.from({ length: 2001 }, (_, i) => `${i}`);
    const registry = await lists({ '': { body: index(...names) } });
    await expect(read(registry)).rejects.toThrow('over 2000 referrers');
  });

  it('are not asked for without end', async () => {
    const registry = await lists({ '': { body: index('a'), link: '?' }, '?': { body: index() } });
    await expect(read(registry)).rejects.toMatchObject({
      diagnostics: [{ code: 'registry/bad-answer' }],
    });
    expect(registry.asked.length).toBeLessThan(60);
  });

  it.each([
    ['no list', undefined],
    ['an empty list', index()],
  ])('are under the tag where a registry has %s', async (_what, body) => {
    const registry = await lists(body ? { '': { body } } : {});
    expect(await read(registry)).toEqual([]);
    registry.add('shop', index('a'), MEDIA.index, DIGEST.replace(':', '-'));
    expect(await read(registry)).toEqual([referrer('a')]);
  });

  it('are not guessed at where nobody may read them', async () => {
    const registry = await fakeRegistry((_request, response) => {
      response.writeHead(403).end();
      return true;
    });
    await expect(read(registry)).rejects.toMatchObject({
      diagnostics: [{ code: 'registry/unauthorized' }],
    });
  });
});
