import { expect, test } from 'vitest';
import type { OciConfig } from '../../src/oci/spec.ts';
import { containerOf } from '../../src/smoke/container.ts';

const image = (config: OciConfig['config'] = {}): OciConfig => ({
  architecture: 'amd64',
  os: 'linux',
  config,
  rootfs: { type: 'layers', diff_ids: [] },
});
const run = { args: ['/app/server'], user: { uid: 65532, gid: 65532 }, writable: [] };

test('a program is run as the strictest production would run it', async () => {
  const config = containerOf(image({ Env: ['PATH=/usr/bin', 'A=b=c'], WorkingDir: '/app' }), run);
  await expect(`${JSON.stringify(config, null, 2)}\n`).toMatchFileSnapshot('container.golden.json');
});

test('nothing is writable unless it is named, and a folder does not hide one in it', () => {
  const temporary = (writable: string[]) =>
    containerOf(image(), { ...run, writable }).mounts.flatMap(({ destination, type, options }) =>
      type === 'tmpfs' && destination !== '/dev' ? [`${destination} ${options.at(-1)}`] : [],
    );
  expect(temporary([])).toEqual([]);
  expect(temporary(['/var/lib/a', '/tmp', '/var/lib', '/tmp'])).toEqual([
    '/tmp mode=1777',
    '/var/lib mode=1777',
    '/var/lib/a mode=1777',
  ]);
});

test('an image that says nothing gets the PATH and the folder of every runtime', () => {
  const { process } = containerOf(image(), run);
  expect(process.cwd).toBe('/');
  expect(process.env).toEqual([
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  ]);
});
