import { expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  engineConfig,
  MIRRORED_HOSTS,
  mirrorsOf,
  registryConfig,
} from '../../src/engine/engine-config.ts';

const REGISTRY = '127.0.0.1:5055';

test('engine.json mirrors every upstream name on plain HTTP and bounds the collector', async () => {
  const text = `${JSON.stringify(engineConfig(REGISTRY), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('goldens/engine.golden.json');
});

test('our own client gets the same mirrors as the engine, and that of a database', () => {
  const config = engineConfig(REGISTRY) as { registries: Record<string, object> };
  expect(Object.keys(mirrorsOf(REGISTRY))).toEqual([...MIRRORED_HOSTS, 'grype.anchore.io']);
  for (const host of MIRRORED_HOSTS) expect(config.registries).toHaveProperty([host]);
  expect(mirrorsOf(REGISTRY)['ghcr.io']).toBe('http://127.0.0.1:5055');
});

test('the registry listens on loopback only and stores where it is told, whatever the path', () => {
  const config = parse(registryConfig('/tmp/a "b": c', REGISTRY));
  expect(config.http).toEqual({ addr: REGISTRY });
  expect(config.storage.filesystem).toEqual({ rootdirectory: '/tmp/a "b": c' });
});
