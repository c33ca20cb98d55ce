import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HardenError } from '../../src/diagnostics/diagnostic.ts';
import { pullGrypeDatabase } from '../../src/inputs/grype-database.ts';
import { namedArchive } from '../../src/inputs/named-archive.ts';
import { createPins } from '../../src/lock/pins.ts';
import type { Lock } from '../../src/lock/schema.ts';
import { createRegistryClient } from '../../src/registry/client.ts';
import { type FakeRegistry, fakeRegistry } from '../registry/fake-registry.ts';

const REF = 'grype.example/databases:v6';
const ARCHIVE = gzipSync('vulnerability.db');
const PATH = 'vulnerability-db_v6.1.9_2026-11-25T05:00:00Z_1795582800.tar.gz';
const digestOf = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const LISTING = {
  status: 'active',
  schemaVersion: 'v6.1.9',
  built: '2026-11-25T05:00:00Z',
  path: PATH,
  checksum: digestOf(ARCHIVE),
};
const DATABASE = { ref: REF, digest: LISTING.checksum, updatedAt: LISTING.built };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-grype-'));
  vi.stubEnv('HARDEN_CACHE_DIR', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** A registry with the artifact of these two files, in the place of Grype's server. */
async function mirror(listing: object | string, archive = ARCHIVE): Promise<FakeRegistry> {
  const registry = await fakeRegistry();
  const text = typeof listing === 'string' ? listing : JSON.stringify(listing);
  const titled = (title: string) => ({ 'org.opencontainers.image.title': title });
  const layers = [
    {
      ...registry.add('databases', Buffer.from(text), 'application/json'),
      annotations: titled('latest.json'),
    },
    { ...registry.add('databases', archive, 'application/gzip'), annotations: titled(PATH) },
  ];
  const config = registry.add('databases', Buffer.from('{}'), 'application/x');
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  registry.add('databases', { schemaVersion: 2, mediaType, config, layers }, mediaType, 'v6');
  return registry;
}

/** Grype's own server: files by path. */
async function server(files: Record<string, string | Buffer>): Promise<URL> {
  const web = await fakeRegistry((request, response) => {
    const found = files[decodeURIComponent((request.url ?? '').slice(1))];
    response.writeHead(found === undefined ? 404 : 200).end(found);
    return true;
  });
  return new URL(`${web.url}/`);
}

const locked = (digest: string) =>
  createPins(
    {
      databases: [{ ref: REF, digest, size: ARCHIVE.length, updatedAt: LISTING.built }],
    } as unknown as Lock,
    true,
  );

function pull(registry: FakeRegistry | undefined, pins = createPins(), web?: URL) {
  const mirrors = registry ? { 'grype.example': registry.url } : {};
  const client = createRegistryClient({ mirrors, env: {}, patience: { tries: 1 } });
  const context = { registry: client, pins, signal: AbortSignal.timeout(20_000) };
  return pullGrypeDatabase(REF, context, ...(web ? [web] : []));
}

const problem = async (work: Promise<unknown>) => {
  const thrown = await work.catch((cause) => cause);
  expect(thrown).toBeInstanceOf(HardenError);
  return (thrown as HardenError).diagnostics[0];
};

test('a mirror has it as an artifact; its digest is that of the archive', async () => {
  const { file, size, database } = await pull(await mirror(LISTING));
  expect(database).toEqual(DATABASE);
  expect(size).toBe(ARCHIVE.length);
  expect(await readFile(file)).toEqual(ARCHIVE);
});

test('without a mirror it comes from the server that the reference names', async () => {
  const web = await server({ 'latest.json': JSON.stringify(LISTING), [PATH]: ARCHIVE });
  const { file, database } = await pull(undefined, createPins(), web);
  expect(database).toEqual(DATABASE);
  expect(await readFile(file)).toEqual(ARCHIVE);
  const listed = await server({ 'latest.json': JSON.stringify(LISTING) });
  expect((await pull(undefined, createPins(), listed)).file).toBe(file);
});

test('a locked one is taken by its digest, whatever is listed', async () => {
  const newer = gzipSync('newer');
  const registry = await mirror({ ...LISTING, checksum: digestOf(newer) }, newer);
  registry.add('databases', ARCHIVE, 'application/gzip');
  const { file, database } = await pull(registry, locked(LISTING.checksum));
  expect(database).toEqual(DATABASE);
  expect(await readFile(file)).toEqual(ARCHIVE);
  expect(registry.asked.filter((path) => path.includes('/manifests/'))).toEqual([]);
});

test('a locked one that the server replaced says what to do', async () => {
  const newer = { ...LISTING, checksum: digestOf(gzipSync('newer')) };
  const web = await server({ 'latest.json': JSON.stringify(newer), [PATH]: gzipSync('newer') });
  const found = await problem(pull(undefined, locked(LISTING.checksum), web));
  expect(found?.code).toBe('scan/no-database');
  expect(found?.message).toContain('harden update');
});

test('an archive of another digest is refused', async () => {
  const web = await server({ 'latest.json': JSON.stringify(LISTING), [PATH]: gzipSync('other') });
  expect(await problem(pull(undefined, createPins(), web))).toMatchObject({
    code: 'registry/digest-mismatch',
  });
});

test.each<[what: string, listing: object | string, message: string]>([
  ['half a listing', '{"status":', 'not complete JSON'],
  ['schema 5', { ...LISTING, schemaVersion: 'v5.0.0' }, 'at schemaVersion'],
  ['no date', { ...LISTING, built: 'today' }, 'at built'],
  ['a path elsewhere', { ...LISTING, path: '../../x.tar.gz' }, 'at path'],
  ['no digest', { ...LISTING, checksum: 'xxh64:1' }, 'at checksum'],
  ['one that was given up', { ...LISTING, status: 'eol' }, 'no more advisories'],
  ['another archive', { ...LISTING, checksum: digestOf(Buffer.from('x')) }, 'does not hold'],
])('%s is no database', async (_what, listing, message) => {
  const found = await problem(pull(await mirror(listing)));
  expect(found?.code).toBe('scan/no-database');
  expect(found?.message).toContain(message);
});

test('the archive gets the name of its compression, once', async () => {
  const { file } = await pull(await mirror(LISTING));
  const named = await namedArchive(file, join(folder, 'named'));
  expect(basename(named ?? '')).toBe(`${LISTING.checksum.slice(7)}.tar.gz`);
  expect(await readFile(named ?? '')).toEqual(ARCHIVE);
  expect(await namedArchive(file, join(folder, 'named'))).toBe(named);
});

test('what is no archive has no such name', async () => {
  const text = Buffer.from('no archive');
  const { file } = await pull(await mirror({ ...LISTING, checksum: digestOf(text) }, text));
  expect(await namedArchive(file, join(folder, 'named'))).toBeUndefined();
});
