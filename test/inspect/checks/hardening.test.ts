import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { checkSecrets } from '../../../src/inspect/checks/secrets.ts';
import { checkImage } from '../../../src/inspect/checks.ts';
import type { OciConfig } from '../../../src/oci/spec.ts';
import { checkLicenses } from '../../../src/policy/licenses.ts';
import { checkSignedBase } from '../../../src/policy/signed-base.ts';
import { type Brief, config, inventory } from './image.ts';

const failing = (files: Brief[], settings: OciConfig['config'] = {}) =>
  checkImage(inventory(files), config(settings)).flatMap(({ id, pass, evidence }) =>
    pass || id === 'entrypoint-exists' ? [] : [`${id}: ${evidence}`],
  );

test.each([
  [{ path: 'usr/bin/gcc' }, ['no-compiler: /usr/bin/gcc']],
  [{ path: 'usr/bin/x86_64-linux-gnu-gcc-14' }, ['no-compiler: /usr/bin/x86_64-linux-gnu-gcc-14']],
  [{ path: 'opt/java/bin/javac' }, ['no-compiler: /opt/java/bin/javac']],
  [{ path: 'usr/include/linux/tcp.h' }, ['no-compiler: /usr/include/linux/tcp.h']],
  [{ path: 'app/include/tcp.h' }, []],
  [{ path: 'usr/bin/ldconfig' }, []],
  [{ path: 'usr/bin/asn1-tool' }, []],
  [{ path: 'usr/bin/curl' }, ['no-debug-tools: /usr/bin/curl']],
  [
    { path: 'usr/bin/vim.tiny', type: 'symlink', target: 'x' },
    ['no-debug-tools: /usr/bin/vim.tiny'],
  ],
  [{ path: 'usr/bin/curlew' }, []],
  [{ path: 'app/curl' }, []],
  [{ path: 'dev/null', type: 'other' }, ['no-devices: /dev/null']],
  [{ path: 'app/server.js', uid: 65532 }, ['app-read-only: /app/server.js']],
  [{ path: 'app/server.js', uid: 65532, mode: 0o444 }, ['app-read-only: /app/server.js']],
  [{ path: 'app', type: 'directory', uid: 65532 }, ['app-read-only: /app']],
  [{ path: 'app/server.js', gid: 65532, mode: 0o664 }, ['app-read-only: /app/server.js']],
  [{ path: 'app/server.js', gid: 65532, mode: 0o644 }, []],
  [{ path: 'app/link', type: 'symlink', uid: 65532, target: 'x' }, []],
  [{ path: 'var/data', type: 'directory', uid: 65532, kind: 'runtime' }, []],
  [{ path: 'app/.git/config' }, ['no-repository: /app/.git']],
  [{ path: '.svn', type: 'directory' }, ['no-repository: /.svn']],
  [{ path: 'app/.gitignore' }, []],
  [{ path: 'app/dist/main.js.map' }, ['no-source-maps: /app/dist/main.js.map']],
  [{ path: 'app/node_modules/x/x.js.map', kind: 'dependencies' }, []],
  [{ path: 'app/world.map' }, []],
] as [Brief, string[]][])('of %j is said: %j', (file, expected) => {
  expect(failing([file])).toEqual(expected);
});

test('a repository is named once, whatever is in it', () => {
  const files = ['app/.git', 'app/.git/HEAD', 'app/.git/config'].map((path) => ({ path }));
  expect(failing(files)).toEqual(['no-repository: /app/.git']);
});

test.each([
  [
    { ExposedPorts: { '80/tcp': {}, '8080/tcp': {} } },
    'ports-above-1023: only root may listen on 80/tcp',
  ],
  [
    { Healthcheck: { Test: ['CMD-SHELL', 'true'] } },
    'health-without-shell: runs ["CMD-SHELL","true"]',
  ],
  [
    { Healthcheck: { Test: ['CMD', '/bin/sh', '-c', 'true'] } },
    'health-without-shell: runs ["CMD","/bin/sh","-c","true"]',
  ],
  [
    { Labels: {} },
    'labels: without title, description, version, source, revision, licenses, base.name',
  ],
] as [OciConfig['config'], string][])('the config %j fails: %s', (settings, expected) => {
  expect(failing([], settings)).toEqual([expected]);
});

test.each([
  { ExposedPorts: { '1024/udp': {} } },
  { Healthcheck: { Test: ['CMD', '/app/server', 'health'] } },
  { Healthcheck: { Test: ['NONE'] } },
] as OciConfig['config'][])('the config %j passes', (settings) => {
  expect(failing([], settings)).toEqual([]);
});

const secrets = (files: Brief[], reports: Parameters<typeof checkSecrets>[1]) => {
  const { pass, evidence } = checkSecrets(inventory(files).files, reports);
  return `${pass}: ${evidence}`;
};

test('secrets are told by their place, from files and from the config', () => {
  const found = [
    { path: '/app/settings.py', line: 2, title: 'AWS Secret Access Key' },
    { line: 13, title: 'GitHub Personal Access Token' },
  ];
  expect(secrets([], [{ secrets: found }, {}])).toBe(
    'false: /app/settings.py:2 (AWS Secret Access Key), the config of the image (GitHub Personal Access Token)',
  );
});

test.each(['.npmrc', 'app/.env', 'root/.ssh/id_ed25519', 'home/.docker/config.json'])(
  'the file %s of an artifact is one of credentials',
  (path) => {
    expect(secrets([{ path }], [{ secrets: [] }])).toBe(`false: /${path} (by its name)`);
    expect(secrets([{ path, kind: 'base' }], [{ secrets: [] }])).toBe(
      'true: no key, token or password',
    );
  },
);

test('who did not look into files says so', () => {
  expect(secrets([{ path: 'app/.env.example' }], [{}])).toBe(
    'true: no file of credentials by its name; only trivy looks into files',
  );
});

test('every check has its part in the documentation, in the same order', async () => {
  const all = [
    ...checkImage(inventory([]), config()),
    ...[checkSecrets([], []), checkLicenses({}, []), checkSignedBase(undefined)],
  ];
  const ids = all.map(({ id }) => id);
  const text = await readFile(new URL('../../../docs/checks.md', import.meta.url), 'utf8');
  expect([...text.matchAll(/^## (\S+)$/gm)].map(([, id]) => id)).toEqual(ids);
});
