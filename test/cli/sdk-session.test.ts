import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type * as Sdk from '../../src/dagger/sdk.ts';
import { ENGINE_VERSION } from '../../src/engine/recipe.ts';
import { type FakeDagger, fakeDagger } from '../dagger/fake-dagger.ts';
import { type RecordingEngine, recordingEngine } from '../dagger/recording-engine.ts';
import { ROOT } from '../program.ts';

const CHUNKS = join(ROOT, 'dist', 'chunks');
const name = (await readdir(CHUNKS)).find((file) => file.startsWith('sdk-')) ?? '';
const sdk: typeof Sdk = await import(join(CHUNKS, name));
let engine: RecordingEngine;
let dagger: FakeDagger;

beforeEach(async () => {
  engine = await recordingEngine({ stdout: 'hello' });
  dagger = await fakeDagger(engine.session.port);
  vi.stubEnv('XDG_CACHE_HOME', join(dagger.folder, 'cache'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

type Transport = ReturnType<typeof Sdk.createGQLClient>;

function hello(transport: Transport): Promise<string> {
  const context = new sdk.Context([], new sdk.Connection(transport));
  return new sdk.Client(context).container().stdout();
}

test('the client in the bundle asks a session', async () => {
  const { port, token } = engine.session;
  expect(await hello(sdk.createGQLClient(port, token))).toBe('hello');
});

test('the bundle starts the program that is named', async () => {
  vi.stubEnv('_EXPERIMENTAL_DAGGER_CLI_BIN', dagger.program);
  expect(await sdk.withGQLClient({}, hello)).toBe('hello');
  expect((await dagger.started()).args[0]).toBe('session');
});

const RELEASE = `/dagger/releases/${ENGINE_VERSION}/`;

/** Answers for the host of Dagger's releases with this program, and says what was asked of it. */
async function releases(checksumOf: (archive: Buffer) => Buffer): Promise<string[]> {
  const asked: string[] = [];
  const tar = pack();
  tar.entry({ name: 'dagger', mode: 0o755 }, await readFile(dagger.program));
  tar.finalize();
  const archive = gzipSync(await buffer(tar));
  const checksum = createHash('sha256').update(checksumOf(archive)).digest('hex');
  const server = http.createServer((request, response) => {
    const file = request.url?.replace(RELEASE, '') ?? '';
    if (file.endsWith('.tar.gz')) asked.push(file);
    response.end(file === 'checksums.txt' ? `${checksum}  ${asked[0]}\n` : archive);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const toServer = (url: string, options: object) =>
    http.request(`http://127.0.0.1:${port}`, { ...options, path: new URL(url).pathname });
  vi.spyOn(https, 'request').mockImplementation(toServer as typeof https.request);
  return asked;
}

// On Windows the archive is a zip, and a program there is no script.
const onPosix = test.skipIf(process.platform === 'win32');

onPosix('without one it fetches that of its version and holds it to its checksum', async () => {
  const asked = await releases((archive) => archive);
  expect(await sdk.withGQLClient({}, hello)).toBe('hello');
  expect(asked).toEqual([
    expect.stringMatching(`^dagger_v${ENGINE_VERSION}_[a-z]+_[a-z0-9]+[.]tar[.]gz$`),
  ]);
});

onPosix('one with another checksum is not started', async () => {
  await releases(() => Buffer.from('another'));
  await expect(sdk.withGQLClient({}, hello)).rejects.toThrow('checksum mismatch');
  await expect(dagger.started()).rejects.toThrow('ENOENT');
});
