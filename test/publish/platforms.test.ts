import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { writeIndexLayout } from '../../src/platforms/index-layout.ts';
import { placeOf } from '../../src/platforms/places.ts';
import { type PublishRequest, publish } from '../../src/publish.ts';
import { createRegistryClient } from '../../src/registry/client.ts';
import { type PlatformsReport, renderPlatforms } from '../../src/report/platforms.ts';
import { opensByKey } from '../../src/signing/open-bundle.ts';
import { signatureOf } from '../../src/statements/attestation.ts';
import { verifyAll } from '../../src/verify/platforms.ts';
import { folder } from '../oci/contents.ts';
import { writableRegistry } from '../registry/push/writable-registry.ts';
import { built, NOW } from './built.ts';
import { keyPair } from './key-pair.ts';

const QUICK = {
  env: { DOCKER_CONFIG: '/nonexistent' },
  patience: { timeout: 2000, retryDelay: 1, tries: 2 },
};
const { signer, publicKey } = keyPair();
const PLATFORMS = ['linux/amd64', 'linux/arm64'] as const;

/** A project's folder as a build for two platforms leaves it. */
async function builtBoth(second: Parameters<typeof built>[0] = {}) {
  const dir = await folder();
  const output = join(dir, '.harden');
  const images = [];
  for (const platform of PLATFORMS) {
    const rest = platform === 'linux/arm64' && typeof second !== 'function' ? second : {};
    const { dir: one, image } = await built({ ...rest, base: { platform } });
    await cp(join(one, '.harden'), join(output, placeOf(platform)), { recursive: true });
    const layout = join(output, placeOf(platform), 'image');
    images.push({ ...image, layout, platform });
  }
  const dirs = images.map(({ layout }) => layout);
  const layout = join(output, 'image');
  await mkdir(output, { recursive: true });
  const digest = await writeIndexLayout('shop', dirs, layout);
  const report: PlatformsReport = {
    schemaVersion: 1,
    times: { started: NOW.toISOString(), finished: NOW.toISOString() },
    spec: 'hardening.yaml',
    image: {
      ...{ name: 'shop', digest, layout },
      platforms: images.map((one) => ({
        ...{ platform: one.platform, digest: one.digest, pass: true },
        report: join(output, placeOf(one.platform), 'report.json'),
      })),
    },
  };
  await writeFile(join(output, 'report.json'), renderPlatforms(report));
  return { dir, output, report, images, digest };
}

function request(path: string, to: string[], rest: Partial<PublishRequest> = {}): PublishRequest {
  return {
    ...{ path, to, cwd: '/', now: NOW, maxAge: 24, progress: () => undefined },
    ...{ ...QUICK, ...rest },
  };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was thrown',
    (thrown) => thrown.diagnostics?.[0]?.code ?? thrown,
  );
}

test.each(['', '.harden', '.harden/image'])(
  'the images, then their documents, then the index, then the tags are pushed from %j',
  async (below) => {
    const registry = await writableRegistry();
    const { dir, images, digest } = await builtBoth();
    const refs = [`${registry.host}/shop:1`, `${registry.host}/shop:latest`];
    const published = await publish(request(join(dir, below), refs, { signer }));
    const [amd, arm] = images.map((one) => one.digest);
    expect(published).toMatchObject({
      digest,
      platforms: images.map(({ platform, digest: own }) => ({ platform, digest: own })),
      tags: refs.map((ref) => `${ref}@${digest}`),
    });
    const { referrers } = published;
    const order = [...registry.repository('shop').manifests.keys()];
    const half = (referrers.length - 1) / 2;
    // The documents of one image are pushed at once.
    expect(order.slice(1, 1 + half).toSorted()).toEqual(referrers.slice(0, half).toSorted());
    expect(order.slice(2 + half, 2 + 2 * half).toSorted()).toEqual(
      referrers.slice(half, 2 * half).toSorted(),
    );
    expect([order[0], order[1 + half], ...order.slice(2 + 2 * half)]).toEqual([
      ...[amd, arm],
      ...[digest, referrers.at(-1), '1', 'latest'],
    ]);
  },
);

test('an image of one of the platforms is published alone from its own layout', async () => {
  const registry = await writableRegistry();
  const { output, images } = await builtBoth();
  const path = join(output, placeOf('linux/arm64'), 'image');
  const { digest, platforms } = await publish(request(path, [`${registry.host}/shop:1`]));
  expect({ digest, platforms }).toEqual({ digest: images[1]?.digest, platforms: undefined });
});

test('where one of them did not pass, nothing is sent', async () => {
  const registry = await writableRegistry();
  const gaps = ['no package was seen'];
  const { dir } = await builtBoth({
    verdict: { pass: false, violations: [], ignored: [], warnings: gaps },
  });
  const work = publish(request(dir, [`${registry.host}/shop:1`]));
  expect(await codeOf(work)).toBe('publish/not-passed');
  expect(registry.repository('shop').manifests.size).toBe(0);
});

test('an index that is not of the images beside it is refused', async () => {
  const { dir, output, report, images } = await builtBoth();
  const dirs = images.map(({ layout }) => layout).toReversed();
  const digest = await writeIndexLayout('shop', dirs, join(output, 'image'));
  const to = ['127.0.0.1:1/shop:1'];
  expect(await codeOf(publish(request(dir, to)))).toBe('publish/changed');
  const changed = { ...report, image: { ...report.image, digest } };
  await writeFile(join(output, 'report.json'), renderPlatforms(changed));
  expect(await codeOf(publish(request(dir, to)))).toBe('publish/changed');
});

async function verified(ref: string) {
  const registry = createRegistryClient(QUICK);
  const trusted = { who: 'key', open: opensByKey(publicKey) } as const;
  const asked = { image: ref, trusted, platform: 'linux/amd64', registry } as const;
  return verifyAll(asked);
}

test('verify holds the index and every image in it to the key', async () => {
  const registry = await writableRegistry();
  const { dir, digest, images } = await builtBoth();
  const ref = `${registry.host}/shop:1`;
  await publish(request(dir, [ref], { signer }));
  const { verification } = await verified(ref);
  expect(verification).toMatchObject({
    ...{ digest, pass: true },
    platforms: images.map(({ platform, digest: own }) => ({ platform, digest: own, pass: true })),
  });
});

test('an index that the key has not signed fails, whatever it lists', async () => {
  const registry = await writableRegistry();
  const { output, dir } = await builtBoth();
  const ref = `${registry.host}/shop:1`;
  for (const platform of PLATFORMS) {
    const path = join(output, placeOf(platform), 'image');
    const to = [`${registry.host}/shop:${basename(placeOf(platform))}`];
    await publish(request(path, to, { signer }));
  }
  await publish(request(dir, [ref]));
  const found = await verified(ref);
  expect(found.verification.pass).toBe(false);
  expect(found.verified.filter(({ pass }) => !pass)).toEqual([
    expect.objectContaining({
      code: 'verify/no-signature',
      evidence: expect.stringMatching(/^index: /),
    }),
  ]);
});

test('the signature of the build goes with the index, and says nothing of what is in it', async () => {
  const registry = await writableRegistry();
  const { output, dir, report, digest } = await builtBoth();
  const file = join(output, 'signature.sigstore.json');
  await writeFile(file, await signer.bundle(Buffer.from(signatureOf({ name: 'shop', digest }))));
  const signed = { ...report, image: { ...report.image, signature: file } };
  await writeFile(join(output, 'report.json'), renderPlatforms(signed));
  const ref = `${registry.host}/shop:1`;
  await publish(request(dir, [ref]));
  const found = await verified(ref);
  expect(found.verified[0]).toMatchObject({ id: 'signature', pass: true });
  const failed = found.verified.filter(({ pass }) => !pass).map(({ evidence }) => evidence);
  for (const platform of PLATFORMS) {
    expect(failed).toContainEqual(expect.stringContaining(`${platform}: no signature`));
  }
  expect(found.verification).toMatchObject({ pass: false, verified: [{ pass: true }] });
  await writeFile(file, (await readFile(file, 'utf8')).replace('"payload":"', '"payload":"AAAA'));
  expect(await codeOf(publish(request(dir, [ref])))).toBe('publish/changed');
});
