import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { smokeHelper } from '../../src/inputs/smoke.ts';
import { canonicalJson } from '../../src/plan/digest.ts';
import { writeRecord } from '../../src/records.ts';
import { folder } from '../oci/contents.ts';

afterEach(() => vi.unstubAllEnvs());

/** Nothing listens there. */
const context = {
  builder: 'linux/amd64' as const,
  debianMirror: 'http://127.0.0.1:1/debian',
  progress: () => {},
  signal: AbortSignal.timeout(30_000),
};

async function cache(): Promise<string> {
  const made = await folder();
  vi.stubEnv('HARDEN_CACHE_DIR', made);
  return made;
}

const missed = { diagnostics: [{ code: 'debian/mirror-unreachable' }] };
const today = new Date().toISOString().slice(0, 10);
const of = canonicalJson([
  'linux/amd64',
  ['crun', 'python3.13-minimal'],
  { libssl3t64: 'the probe needs neither ssl nor hashlib' },
]);

/** Where a run has left a helper. */
async function made(record: object): Promise<string> {
  const toolchains = join(await cache(), 'toolchains');
  const file = join(toolchains, 'abc.tar');
  await writeRecord(join(toolchains, 'harden-smoke.json'), { file, ...record });
  await writeFile(file, 'an archive');
  return file;
}

test('without a mirror the helper of the last run does', async () => {
  const file = await made({ of, day: '2026-01-01' });
  await expect(smokeHelper(context)()).resolves.toBe(file);
});

test('that of another platform does not', async () => {
  await made({ of: of.replace('amd64', 'arm64'), day: today });
  await expect(smokeHelper(context)()).rejects.toMatchObject(missed);
});

test('where there was none, or it is gone, the mirror is missed', async () => {
  await cache();
  await expect(smokeHelper(context)()).rejects.toMatchObject(missed);
  await rm(await made({ of, day: today }));
  await expect(smokeHelper(context)()).rejects.toMatchObject(missed);
});

test('the mirror is asked once a day', async () => {
  const asked = vi.fn();
  const server = createServer((_request, response) => {
    asked();
    response.writeHead(404).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const there = { ...context, debianMirror: `http://127.0.0.1:${port}/debian` };
  const file = await made({ of, day: today });
  await expect(smokeHelper(there)()).resolves.toBe(file);
  expect(asked).not.toHaveBeenCalled();
  await made({ of, day: '2026-01-01' });
  await smokeHelper(there)().catch(() => undefined);
  expect(asked).toHaveBeenCalled();
});
