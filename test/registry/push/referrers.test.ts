import { describe, expect, it } from 'vitest';
import { MEDIA } from '../../../src/oci/spec.ts';
import {
  pushReferrers,
  referrersTag,
  type Statement,
} from '../../../src/registry/push/referrers.ts';
import { openRepository } from '../../../src/registry/push/repository.ts';
import { digestOf } from '../fake-registry.ts';
import { type WritableRegistry, writableRegistry } from './writable-registry.ts';

const SUBJECT = { mediaType: MEDIA.manifest, digest: digestOf('image'), size: 5 };
const of = (text: string): Statement => ({
  artifactType: 'application/spdx+json',
  bytes: Buffer.from(text),
  annotations: { 'harden.statement': text },
});

function push(registry: WritableRegistry, texts: string[]) {
  const options = {
    env: { DOCKER_CONFIG: '/nonexistent' },
    patience: { timeout: 2000, retryDelay: 1, tries: 2 },
  };
  const reference = { registry: registry.host, repository: 'shop' };
  return pushReferrers(openRepository(reference, [], options), SUBJECT, texts.map(of));
}

function listed({ repository }: WritableRegistry) {
  const found = repository('shop').manifests.get(referrersTag(SUBJECT.digest));
  return found && JSON.parse(found.bytes.toString()).manifests;
}

describe('documents beside an image', () => {
  it.each([true, false])(
    'name it as their subject, and the same ones are there once; told: %s',
    async (says) => {
      const registry = await writableRegistry();
      registry.saysSubject = says;
      const digests = await push(registry, ['a', 'b']);
      expect(await push(registry, ['a', 'b'])).toEqual(digests);
      const answer = await fetch(`http://${registry.host}/v2/shop/referrers/${SUBJECT.digest}`);
      const { manifests } = (await answer.json()) as { manifests: { digest: string }[] };
      expect(manifests.map(({ digest }) => digest).sort()).toEqual(digests.sort());
      expect(listed(registry)).toBeUndefined();
    },
  );

  it('are under a tag where the registry keeps no list, with those of others', async () => {
    const registry = await writableRegistry();
    registry.referrers = false;
    const first = await push(registry, ['a']);
    const both = await push(registry, ['a', 'b']);
    await push(registry, ['a', 'b']);
    expect(both[0]).toBe(first[0]);
    expect(listed(registry)).toMatchObject([
      { digest: both[0], artifactType: 'application/spdx+json' },
      { digest: both[1], annotations: { 'harden.statement': 'b' } },
    ]);
  });

  it('are not pushed where there are none', async () => {
    const registry = await writableRegistry();
    expect(await push(registry, [])).toEqual([]);
    expect(registry.asked).toEqual([]);
  });
});
