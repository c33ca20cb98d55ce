import { mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { HardenError } from '../../src/diagnostics/diagnostic.ts';
import { engineName, instancePaths, labPaths } from '../../src/engine/paths.ts';

const lab = labPaths('/home/ada/.cache/harden/lab');

describe('instancePaths', () => {
  test('two names and two caches share no socket, state, network or seed', () => {
    const others = [
      instancePaths('default', lab),
      instancePaths('ci', lab),
      instancePaths('default', labPaths('/tmp/other/lab')),
    ];
    for (const key of ['socket', 'state', 'network', 'seed', 'record', 'lock'] as const) {
      expect(new Set(others.map((paths) => paths[key])).size, key).toBe(3);
    }
  });

  test('a link to a cache leads to the same engine', async () => {
    const parent = await realpath(await mkdtemp(join(tmpdir(), 'harden-paths-')));
    onTestFinished(() => rm(parent, { recursive: true }));
    await mkdir(join(parent, 'lab'));
    await symlink(join(parent, 'lab'), join(parent, 'link'), 'junction');
    const direct = instancePaths('default', labPaths(join(parent, 'lab')));
    expect(instancePaths('default', labPaths(join(parent, 'link')))).toEqual(direct);
  });

  test('the bridge name fits in an interface name of 15 characters', () => {
    const { network } = instancePaths('a'.repeat(40), lab);
    expect(`${network}0`).toMatch(/^hdn[0-9a-f]{8}0$/);
  });

  test('the socket lies in the engine folder, or in a short one when that path is too long', () => {
    expect(instancePaths('default', lab).socket).toBe(
      '/home/ada/.cache/harden/lab/engines/default/engine.sock',
    );
    const deep = instancePaths('default', labPaths(`/home/${'deep/'.repeat(30)}lab`));
    expect(Buffer.byteLength(deep.socket)).toBeLessThanOrEqual(107);
    expect(deep.socket).toMatch(/\/harden-[0-9a-f]{12}\/engine\.sock$/);
  });

  test('a path of exactly 107 bytes is still used', () => {
    const rest = '/engines/x/engine.sock'.length;
    const fits = `/${'p'.repeat(107 - rest - 1)}`;
    expect(instancePaths('x', labPaths(fits)).socket.startsWith(fits)).toBe(true);
    expect(instancePaths('x', labPaths(`${fits}p`)).socket.startsWith(fits)).toBe(false);
  });

  test.each(['', 'Default', '../up', 'a b', '-x', 'a'.repeat(41)])(
    'refuses the name %j',
    (name) => {
      expect(() => instancePaths(name, lab)).toThrow(HardenError);
      expect(() => instancePaths(name, lab)).toThrow('cli/bad-option');
    },
  );
});

test('the name comes from HARDEN_ENGINE_NAME', () => {
  expect(engineName({})).toBe('default');
  expect(engineName({ HARDEN_ENGINE_NAME: '' })).toBe('default');
  expect(engineName({ HARDEN_ENGINE_NAME: 'ci' })).toBe('ci');
});
