import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createPins, type Pins } from '../../src/lock/pins.ts';
import { MEDIA } from '../../src/oci/spec.ts';
import { SCANNERS } from '../../src/scan/scanners.ts';
import type { Asking } from '../../src/unchanged/never.ts';
import { readStamp, writeStamp } from '../../src/unchanged/stamp.ts';
import { type FakeRegistry, fakeRegistry } from '../registry/fake-registry.ts';
import { type Making, testProject } from './project.ts';

const OTHERS: [what: string, built: Partial<Asking>, now: Partial<Asking>, reason: string][] = [
  ['a proxy', { env: { HTTPS_PROXY: 'http://a:s3cret@b' } }, {}, 'environment'],
  ['a setting of harden', {}, { env: { HARDEN_DEBIAN_MIRROR: 'http://m' } }, 'environment'],
  ['an engine', { engine: 'tcp://a:1' }, { engine: 'tcp://b:1' }, 'environment'],
  ['a baseline', {}, { baseline: { findings: [], layers: [] } }, 'options'],
  ['frozen', {}, { frozen: true }, 'options'],
  ['a clock that was set back', {}, { now: () => new Date('2020-01-01') }, 'clock'],
];

test.each(OTHERS)('%s is another one, and a build is made', async (_what, built, now, reason) => {
  const project = await testProject();
  await project.build({ asking: built });
  expect(await project.answer(built)).toBe('unchanged');
  expect(await project.answer({ ...built, env: {}, ...now })).toBe(reason);
  expect(await project.answer({ ...built, ...now })).not.toBe('foreign');
});

test('a variable that no build looks at is no change', async () => {
  const project = await testProject();
  await project.build();
  expect(await project.answer({ env: { EDITOR: 'vi', PATH: process.env['PATH'] } })).toBe(
    'unchanged',
  );
});

test('an authority with another certificate is another one', async () => {
  const project = await testProject();
  await project.write('../ca.pem', 'one');
  const env = { SSL_CERT_FILE: project.path('../ca.pem') };
  await project.build({ asking: { env } });
  expect(await project.answer({ env })).toBe('unchanged');
  await project.write('../ca.pem', 'two');
  expect(await project.answer({ env })).toBe('environment');
});

const WITH_SECRET = `version: 1
language: go
entrypoint: [/app/server]
base: {distroless: static}
smoke: [{run: [/app/server]}]
build: {secrets: [{env: TOKEN}]}
`;

test('a secret of another value is noticed, and the stamp tells nothing of it', async () => {
  const project = await testProject({ 'hardening.yaml': WITH_SECRET });
  const env = { TOKEN: 'hunter2', HTTPS_PROXY: 'http://a:s3cret@b' };
  await project.build({ asking: { env } });
  expect(await project.answer({ env })).toBe('unchanged');
  expect(await project.answer({ env: { ...env, TOKEN: 'hunter3' } })).toBe('environment');
  expect(await project.answer({ env: { ...env, TOKEN: '' } })).toBe('environment');
  const stamp = await readFile(join(project.output, 'stamp.json'), 'utf8');
  expect(stamp).not.toMatch(/hunter2|s3cret|PROXY/);
});

test('it holds until the day on which something is judged differently', async () => {
  const updatedAt = '2026-06-15T09:00:00Z';
  const project = await testProject();
  const now = () => new Date('2026-06-15T10:00:00Z');
  const database = { ref: 'r', digest: 'd', updatedAt };
  await project.build({
    asking: { now },
    report: { scanners: [{ name: 'trivy', version: '1', database }] },
  });
  const at = (time: string) => project.answer({ now: () => new Date(time) });
  expect(await at('2026-06-16T08:59:59Z')).toBe('unchanged');
  expect(await at('2026-06-16T09:00:00Z')).toBe('expired');
});

test('another build of harden, of whatever version, makes its own', async () => {
  const project = await testProject();
  await project.build();
  const stamp = await readStamp(project.output);
  if (!stamp) throw new Error('there is no stamp');
  await writeStamp(project.output, stamp);
  expect(await project.answer()).toBe('unchanged');
  await writeStamp(project.output, { ...stamp, tool: 'another' });
  expect(await project.answer()).toBe('harden');
});

const TAG = 'library/static:1';

/** An image in a registry, and a build that looked it up. */
async function upstream(): Promise<{ registry: FakeRegistry; push(n: number): string }> {
  const registry = await fakeRegistry();
  const push = (n: number) => {
    const config = registry.add(
      'library/static',
      { n },
      'application/vnd.oci.image.config.v1+json',
    );
    const manifest = { schemaVersion: 2, mediaType: MEDIA.manifest, config, layers: [] };
    return registry.add('library/static', manifest, MEDIA.manifest, '1').digest;
  };
  return { registry, push };
}

function lookedUp(ref: string, digest: string): Pins {
  const pins = createPins();
  pins.looked.push(ref);
  const image = { ref, digest, use: 'base', platform: 'linux/amd64', size: 1 } as const;
  pins.used.images.push({ ...image, locked: '2026-01-01' });
  return pins;
}

test('a tag that nothing fixes is asked for, and nothing is fetched', async () => {
  const { registry, push } = await upstream();
  const project = await testProject();
  await project.build({ pins: lookedUp(`${registry.host}/${TAG}`, push(1)) });
  expect(registry.asked).toEqual([]);
  expect(await project.answer()).toBe('unchanged');
  expect(registry.asked).toEqual(['/v2/library/static/manifests/1']);
  push(2);
  expect(await project.answer()).toBe(`upstream: ${registry.host}/${TAG}`);
  registry.content.clear();
  expect(await project.answer()).toBe('upstream');
});

const later = (minutes: number) => ({ now: () => new Date(Date.now() + minutes * 60_000) });

test('a database is asked for whatever the lock has, but for a frozen build', async () => {
  const { registry, push } = await upstream();
  const ref = `${registry.host}/${TAG}`;
  const digest = push(1);
  const database = { ref, digest, size: 1, updatedAt: '2026-01-01T00:00:00Z' };
  const pins = (frozen: boolean) => {
    const made = createPins(undefined, frozen);
    made.used.databases.push(database);
    return made;
  };
  const project = await testProject();
  await project.build({ pins: pins(false) });
  push(2);
  expect(await project.answer(later(11))).toBe(`upstream: ${ref}`);
  await project.build({ pins: pins(true) });
  expect(await project.answer()).toBe('unchanged');
});

test("Grype's database is asked for by its listing", async () => {
  const registry = await fakeRegistry();
  const push = (digit: string) => {
    const listing = {
      status: 'active',
      schemaVersion: 'v6.0.2',
      built: '2026-06-15T00:00:00Z',
      path: 'db.tar.zst',
      checksum: `sha256:${digit.repeat(64)}`,
    };
    const layer = {
      ...registry.add('databases', Buffer.from(JSON.stringify(listing)), 'application/json'),
      annotations: { 'org.opencontainers.image.title': 'latest.json' },
    };
    const config = registry.add('databases', {}, 'application/vnd.oci.empty.v1+json');
    const manifest = { schemaVersion: 2, mediaType: MEDIA.manifest, config, layers: [layer] };
    registry.add('databases', manifest, MEDIA.manifest, 'v6');
    return listing.checksum;
  };
  const project = await testProject();
  vi.stubEnv('HARDEN_REGISTRY_MIRRORS', `grype.anchore.io=${registry.url}`);
  const pins = createPins();
  const ref = SCANNERS.grype.database;
  pins.used.databases.push({ ref, digest: push('a'), size: 1, updatedAt: '2026-06-15T00:00:00Z' });
  await project.build({ pins });
  expect(await project.answer(later(11))).toBe('unchanged');
  push('b');
  expect(await project.answer(later(22))).toBe(`upstream: ${ref}`);
});

test('a database that was asked for within ten minutes is not asked for again', async () => {
  const { registry, push } = await upstream();
  const pins = createPins();
  const [ref, digest] = [`${registry.host}/${TAG}`, push(1)];
  pins.used.databases.push({ ref, digest, size: 1, updatedAt: '2026-01-01T00:00:00Z' });
  const project = await testProject();
  await project.build({ pins });
  const asked = async (minutes: number) => {
    registry.asked.length = 0;
    expect(await project.answer(later(minutes))).toBe('unchanged');
    return registry.asked.length;
  };
  expect([await asked(9), await asked(11), await asked(20), await asked(22)]).toEqual([0, 1, 0, 1]);
  // The clock was set back since.
  await project.build({ pins, asking: { now: () => new Date(Date.now() - 3_600_000) } });
  expect([await asked(60), await asked(0)]).toEqual([1, 1]);
});

test('the registry beside an engine that is gone is asked by a build alone', async () => {
  const project = await testProject();
  const making: Making = {
    pins: lookedUp('docker.io/library/static:1', 'sha256:1'),
    engine: { address: 'unix:///gone.sock', mirrors: { 'docker.io': 'http://127.0.0.1:1' } },
  };
  await project.build(making);
  expect(await project.answer()).toBe('engine: unix:///gone.sock');
  // What the lock fixes needs no registry, and no engine beside it.
  await project.build({ ...making, pins: createPins(undefined, true) });
  expect(await project.answer()).toBe('unchanged');
});
