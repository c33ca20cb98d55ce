import { expect, test } from 'vitest';
import { programsOf } from '../../src/smoke/programs.ts';
import { hostsOf, relaysOf, withProvided } from '../../src/smoke/services.ts';
import { http, run } from './tests.ts';

const service = (name: string, port: number, provides = {}) => ({
  ...{ name, port, provides, image: `${name}:1`, ref: `${name}@sha256:1`, env: {} },
  origin: run.origin,
});
const services = [service('database', 5432, { URL: 'sql://database' }), service('cache', 6379)];
const image = (Env: string[]) => ({
  architecture: 'amd64',
  os: 'linux',
  config: { Env, Entrypoint: ['/app/server'] },
  rootfs: { type: 'layers' as const, diff_ids: [] },
});

test('each service has an address of its own, and each user a service of its own', () => {
  expect(relaysOf(services, 0)).toEqual([
    { name: 'database', address: '127.0.1.1', port: 5432, host: 'database' },
    { name: 'cache', address: '127.0.1.2', port: 6379, host: 'cache' },
  ]);
  expect(relaysOf(services, 1).map(({ host }) => host)).toEqual(['database-1', 'cache-1']);
  expect(hostsOf(relaysOf(services, 1))).toBe('127.0.1.1\tdatabase\n127.0.1.2\tcache\n');
});

test('every program of a test reaches them', () => {
  const users = [{ uid: 1, gid: 1 }];
  const programs = programsOf([http, run], image([]), { users, writable: [], services });
  expect(programs.map(({ relays }) => relays?.length)).toEqual([2, 2]);
  const alone = programsOf([http], image([]), { users, writable: [] });
  expect(alone[0]).not.toHaveProperty('relays');
});

test('what a service provides takes the place of what the image has', () => {
  const { config } = withProvided(image(['A=1', 'URL=sql://production']), services);
  expect(config?.Env).toEqual(['A=1', 'URL=sql://database']);
  const plain = image(['A=1']);
  expect(withProvided(plain, [service('cache', 6379)])).toBe(plain);
});
