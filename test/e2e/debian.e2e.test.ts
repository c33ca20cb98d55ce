import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assembleDebian } from '../../src/debian/assemble.ts';
import { debianMirrors } from '../../src/debian/mirrors.ts';
import type { DebianRequest } from '../../src/debian/types.ts';
import { readLayer } from '../debian/read-layer.ts';

const REQUEST: Omit<DebianRequest, 'architecture'> = {
  release: 'trixie',
  packages: ['base-files', 'netbase', 'tzdata', 'ca-certificates', 'libc6'],
  drop: {
    awk: 'only maintainer scripts use it',
    debconf: 'only maintainer scripts use it',
    openssl: 'only maintainer scripts use it',
  },
  links: {},
  purpose: 'base',
  mirrors: debianMirrors(),
};

let folders: string[];
beforeAll(async () => {
  const made = [1, 2].map(() => mkdtemp(join(tmpdir(), 'harden-debian-')));
  folders = await Promise.all(made);
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

test.each(['amd64', 'arm64'] as const)('a Debian 13 base for %s', async (architecture) => {
  const request = { ...REQUEST, architecture };
  const [one = '', two = ''] = folders;
  const first = await assembleDebian(request, { cache: one });
  const second = await assembleDebian(request, { cache: two });
  expect(second.layer.digest).toBe(first.layer.digest);
  expect(await assembleDebian(request, { cache: one })).toEqual(first);

  const names = first.packages.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(REQUEST.packages));
  const entries = await readLayer(first.layer);
  for (const { name, version } of first.packages) {
    const record = entries.get(`var/lib/dpkg/status.d/${name}`)?.text;
    expect(record).toContain(`Package: ${name}\n`);
    expect(record).toContain(`Version: ${version}\n`);
  }
  const bundle = entries.get('etc/ssl/certs/ca-certificates.crt')?.text ?? '';
  expect(bundle.match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(100);
  expect(entries.get('usr/lib/os-release')?.text).toContain('VERSION_ID="13"');
  const programs = [...entries.values()].filter(({ header }) => header.mode & 0o6000);
  expect(programs).toEqual([]);
  const tools = [...entries.keys()].filter((path) => /bin\/(sh|dash|bash|apt|dpkg)$/.test(path));
  expect(tools).toEqual([]);
});
