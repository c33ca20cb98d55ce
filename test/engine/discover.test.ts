import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { discoverEngine, otherEngine } from '../../src/engine/discover.ts';

let folder: string;
let env: NodeJS.ProcessEnv;
const NODE = process.execPath;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-discover-'));
  await mkdir(join(folder, 'bin'));
  vi.stubEnv('HARDEN_CACHE_DIR', join(folder, 'cache'));
  env = { PATH: join(folder, 'bin') };
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** A program on PATH that prints text and ends with a code. */
async function fake(name: string, text: string, code: number): Promise<void> {
  const file = join(folder, 'bin', name);
  const body = `process.stdout.write(${JSON.stringify(text)}); process.exitCode = ${code};`;
  await writeFile(file, `#!${NODE}\n${body}\n`);
  await chmod(file, 0o755);
}

async function listening(path: string): Promise<() => void> {
  const server = createServer((connection) => connection.end('hello')).listen(path);
  await new Promise((resolve) => server.once('listening', resolve));
  return () => server.close();
}

describe('an address that was given', () => {
  test.each([
    ['the flag', 'flag', '--engine'],
    ['HARDEN_ENGINE', 'HARDEN_ENGINE', 'HARDEN_ENGINE'],
    [
      'the variable of Dagger',
      '_EXPERIMENTAL_DAGGER_RUNNER_HOST',
      '_EXPERIMENTAL_DAGGER_RUNNER_HOST',
    ],
  ])('by %s goes before Docker', async (_, where, from) => {
    await fake('docker', '29.0.0', 0);
    const address = `unix://${join(folder, 'engine.sock')}`;
    const close = await listening(join(folder, 'engine.sock'));
    const given = where === 'flag' ? { flag: address, env } : { env: { ...env, [where]: address } };
    expect(await discoverEngine(given)).toEqual({ kind: 'address', address, from });
    close();
  });

  test('by the flag goes before the variables, HARDEN_ENGINE before the one of Dagger', async () => {
    const close = await listening(join(folder, 'a.sock'));
    const address = `unix://${join(folder, 'a.sock')}`;
    const other = 'tcp://127.0.0.1:1';
    const flag = { flag: address, env: { ...env, HARDEN_ENGINE: other } };
    expect(await discoverEngine(flag)).toMatchObject({ address });
    const both = { HARDEN_ENGINE: address, _EXPERIMENTAL_DAGGER_RUNNER_HOST: other };
    expect(await discoverEngine({ env: { ...env, ...both } })).toMatchObject({ address });
    close();
  });

  test('where nothing answers is unreachable', async () => {
    const address = `unix://${join(folder, 'nothing.sock')}`;
    await expect(discoverEngine({ flag: address, env })).rejects.toThrow('engine/unreachable');
  });

  test.each([
    ['docker', 'docker-container://engine'],
    ['kubectl', 'kube-pod://dagger-engine-0'],
  ])('that %s reaches is taken as it is, with the mirrors of nobody', async (client, address) => {
    await fake(client, '', 0);
    expect(await discoverEngine({ flag: address, env })).toEqual({
      kind: 'address',
      address,
      from: '--engine',
    });
  });

  test.each([
    ['docker', 'docker-container://engine'],
    ['kubectl', 'kube-pod://dagger-engine-0'],
  ])('takes %s, and says so where there is none', async (client, address) => {
    const asked = discoverEngine({ flag: address, env });
    await expect(asked).rejects.toThrow(
      `the engine at ${address} (from --engine) is reached by the program ${client}, which is not on PATH`,
    );
  });

  test('an empty flag is a mistake, an empty variable is none', async () => {
    await expect(discoverEngine({ flag: '', env })).rejects.toThrow('cli/bad-option');
    await expect(discoverEngine({ env: { ...env, HARDEN_ENGINE: '' } })).rejects.toThrow(
      'engine/not-found',
    );
  });
});

describe('without an address', () => {
  test('Docker is used if its daemon answers', async () => {
    await fake('docker', '29.0.0\n', 0);
    await fake('podman', '5.7.0\n', 0);
    const choice = { kind: 'container-runtime', runtime: 'docker' };
    expect(await discoverEngine({ env })).toEqual(choice);
  });

  test.each([
    ['fails', '', 1],
    ['prints no version', '\n', 0],
  ])('Podman is used if Docker %s', async (_, text, code) => {
    await fake('docker', text, code);
    await fake('podman', '5.7.0\n', 0);
    const choice = { kind: 'container-runtime', runtime: 'podman' };
    expect(await discoverEngine({ env })).toEqual(choice);
  });

  test('and without anything the three ways are named', async () => {
    await fake('docker', '', 1);
    const failure = await discoverEngine({ env }).catch((cause) => cause);
    expect(failure.diagnostics).toHaveLength(1);
    expect(failure.diagnostics[0].code).toBe('engine/not-found');
    for (const way of ['Docker or Podman', '--engine', 'harden engine install']) {
      expect(failure.diagnostics[0].hint).toContain(way);
    }
  });
});

test('otherEngine says what goes before the native engine, and does not ask a named one', async () => {
  expect(await otherEngine({ env })).toBeUndefined();
  await fake('docker', '29.0.0', 0);
  expect(await otherEngine({ env })).toBe('docker answers');
  expect(await otherEngine({ env: { ...env, HARDEN_ENGINE: 'tcp://127.0.0.1:1' } })).toBe(
    'tcp://127.0.0.1:1 (from HARDEN_ENGINE)',
  );
});

test("the native engine's own address is not another engine", async () => {
  const socket = join(folder, 'cache/lab/engines/default/engine.sock');
  expect(await otherEngine({ env: { ...env, HARDEN_ENGINE: `unix://${socket}` } })).toBeUndefined();
});

describe('a session that harden was started in', () => {
  const open = { DAGGER_SESSION_PORT: '4242', DAGGER_SESSION_TOKEN: 'secret' };

  test('goes before Docker, and after an address that was given', async () => {
    await fake('docker', '29.0.0', 0);
    const session = { kind: 'session', port: 4242, token: 'secret' };
    expect(await discoverEngine({ env: { ...env, ...open } })).toEqual(session);
    expect(await otherEngine({ env: { ...env, ...open } })).not.toContain('secret');
    const close = await listening(join(folder, 'engine.sock'));
    const flag = `unix://${join(folder, 'engine.sock')}`;
    expect(await discoverEngine({ flag, env: { ...env, ...open } })).toMatchObject({
      kind: 'address',
    });
    close();
  });

  test('is none without a token', async () => {
    await fake('docker', '29.0.0', 0);
    const half = { ...env, DAGGER_SESSION_PORT: '4242' };
    expect(await discoverEngine({ env: half })).toMatchObject({ kind: 'container-runtime' });
  });
});
