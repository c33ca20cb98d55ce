import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { assembleDebian } from '../../src/debian/assemble.ts';
import type { DebianRequest } from '../../src/debian/types.ts';
import { failureOf, firstOf } from './failure.ts';
import { type Archive, makeArchive } from './make-archive.ts';
import type { Package } from './make-deb.ts';
import { readLayer } from './read-layer.ts';

const PACKAGES: Package[] = [
  {
    name: 'app',
    version: '2.0-1',
    fields: { Source: 'app-src (2.0)', 'Installed-Size': '12', Depends: 'lib (>= 1), docs' },
    files: [
      { name: './', type: 'directory', mode: 0o755 },
      { name: './bin/', type: 'directory', mode: 0o755 },
      { name: './bin/app', body: 'app', mode: 0o4755 },
      { name: './bin/again', type: 'link', linkname: './bin/app' },
      { name: './etc/app', type: 'symlink', linkname: '/usr/bin/app' },
      { name: './usr/share/doc/app/copyright', body: 'free' },
      { name: './usr/share/doc/app/changelog.gz', body: 'old' },
      { name: './usr/share/man/man1/app.1.gz', body: 'man' },
    ],
  },
  {
    name: 'lib',
    files: [
      { name: './lib/x/lib.so', body: 'lib' },
      { name: './tmp/', type: 'directory' },
    ],
  },
  { name: 'docs', files: [{ name: './docs', body: 'docs' }] },
  { name: 'gcc', files: [{ name: './usr/bin/gcc', body: 'gcc', mode: 0o2755 }] },
  { name: 'ca-certificates-java', files: [{ name: './usr/share/java/ca.jar', body: 'jar' }] },
  {
    name: 'ca-certificates',
    files: ['b', 'a'].map((name) => ({
      name: `./usr/share/ca-certificates/mozilla/${name}.crt`,
      body: `-----BEGIN CERTIFICATE-----\n${name}`,
    })),
  },
];

let archive: Archive;
let cache: string;
beforeEach(async () => {
  archive = await makeArchive();
  cache = await mkdtemp(join(tmpdir(), 'harden-debian-'));
  await archive.publish('trixie', PACKAGES);
  await archive.publish('trixie-updates', []);
  await archive.publish('trixie-security', [
    { name: 'lib', version: '1.0-2', files: [{ name: './lib/x/lib.so', body: 'fixed' }] },
  ]);
});
afterEach(async () => {
  await archive.close();
  await rm(cache, { recursive: true, force: true });
});

const REQUEST: Omit<DebianRequest, 'mirrors'> = {
  release: 'trixie',
  architecture: 'amd64',
  packages: ['app', 'ca-certificates'],
  drop: { docs: 'nobody reads them' },
  links: { '/usr/bin/python': 'app' },
  purpose: 'base',
};

const assemble = (change: Partial<DebianRequest> = {}, folder = cache) =>
  assembleDebian(
    { ...REQUEST, mirrors: [archive.mirror], ...change },
    { cache: folder, keys: archive.keys },
  );

test('Java gets the same certificates in a store of its own where its package asks', async () => {
  const root = await assemble({ packages: ['ca-certificates', 'ca-certificates-java'] });
  const store = (await readLayer(root.layer)).get('etc/ssl/certs/java/cacerts');
  expect(store?.header).toMatchObject({ mode: 0o644, uid: 0, gid: 0 });
  expect(store?.header.size).toBe(32);
  expect((await readLayer((await assemble()).layer)).has('etc/ssl/certs/java/cacerts')).toBe(false);
});

test('a base holds the packages, their records, and what scripts would have made', async () => {
  const root = await assemble();
  expect(root.packages.map(({ name, version }) => `${name} ${version}`)).toEqual([
    'app 2.0-1',
    'ca-certificates 1.0-1',
    'lib 1.0-2',
  ]);
  expect(root.packages[0]).toMatchObject({
    source: 'app-src',
    sourceVersion: '2.0',
    installedSize: 12,
  });
  expect(root.dropped).toEqual([{ name: 'docs', by: 'app', reason: 'nobody reads them' }]);
  expect(root.release).toEqual({ codename: 'trixie', version: '13.1' });
  const entries = await readLayer(root.layer);
  const listing = [...entries].map(([path, { header, text }]) => {
    const mode = header.mode.toString(8).padStart(4, '0');
    const what = header.linkname ? `-> ${header.linkname}` : text.split('\n')[0];
    return `${mode} ${header.uid}:${header.gid} ${path} ${header.type === 'link' ? 'is ' : ''}${what}`.trimEnd();
  });
  await expect(`${listing.join('\n')}\n`).toMatchFileSnapshot('base.golden.txt');
  expect(entries.get('etc/ssl/certs/ca-certificates.crt')?.text).toBe(
    '-----BEGIN CERTIFICATE-----\na\n-----BEGIN CERTIFICATE-----\nb\n',
  );
});

test("a toolchain has dpkg's own database, the compiler's names and the certificates", async () => {
  const { layer } = await assemble({
    purpose: 'toolchain',
    packages: ['gcc', 'ca-certificates'],
    links: {},
  });
  const entries = await readLayer(layer);
  expect(entries.get('usr/bin/cc')?.header.linkname).toBe('gcc');
  expect(entries.get('usr/bin/gcc')?.header.mode).toBe(0o2755);
  expect(entries.has('usr/bin/c++')).toBe(false);
  expect(entries.has('usr/share/ca-certificates/mozilla/a.crt')).toBe(true);
  expect(entries.get('var/lib/dpkg/status')?.text).toBe(
    `Package: ca-certificates
Status: install ok installed
Version: 1.0-1
Architecture: amd64

Package: gcc
Status: install ok installed
Version: 1.0-1
Architecture: amd64
`,
  );
});

test('the second time nothing is asked for, and the root is the same', async () => {
  const first = await assemble();
  archive.asked.length = 0;
  expect(await assemble()).toEqual(first);
  expect(archive.asked).toEqual([]);
});

test('another request with the same packages downloads none of them', async () => {
  await assemble();
  archive.asked.length = 0;
  await assemble({ links: {} });
  expect(archive.asked).toEqual([]);
});

test('another cache, order and spelling give the same layer', async () => {
  const first = await assemble();
  const other = await mkdtemp(join(tmpdir(), 'harden-debian-'));
  const second = await assemble({ packages: ['ca-certificates', 'app', 'app'] }, other);
  await rm(other, { recursive: true });
  expect(second.layer.digest).toBe(first.layer.digest);
  expect(second.layer.diffId).toBe(first.layer.diffId);
});

test('a layer that is gone is made again, without a download', async () => {
  const first = await assemble();
  await rm(join(cache, 'blobs'), { recursive: true });
  archive.asked.length = 0;
  expect((await assemble()).layer).toEqual(first.layer);
  expect(archive.asked).toEqual([]);
});

test('a server that fails twice is asked a third time', async () => {
  archive.broken.set('/debian/dists/trixie/InRelease', 2);
  expect((await assemble()).packages).toHaveLength(3);
  expect(archive.asked.filter((path) => path === '/debian/dists/trixie/InRelease')).toHaveLength(3);
});

test('a server that keeps failing is named, with what it said', async () => {
  archive.broken.set('/debian/dists/trixie/InRelease', 99);
  const { code, message } = await firstOf(assemble());
  expect(code).toBe('debian/mirror-unreachable');
  expect(message).toContain(`${archive.url}/debian/dists/trixie/InRelease: HTTP 503`);
  expect(message).toContain('HARDEN_DEBIAN_MIRROR');
});

test('an InRelease without an end is given up', async () => {
  const path = '/debian/dists/trixie/InRelease';
  archive.files.set(path, Buffer.concat([archive.files.get(path) as Buffer, Buffer.alloc(20e6)]));
  const { code, message } = await firstOf(assemble());
  expect(code).toBe('debian/bad-signature');
  expect(message).toContain('it has more than 16000000 bytes');
});

const DOWN = {
  archive: 'http://127.0.0.1:9/debian',
  security: 'http://127.0.0.1:9/debian-security',
};

test('a mirror that is down is named, with the cause', async () => {
  const { code, message } = await firstOf(assemble({ mirrors: [DOWN] }));
  expect(code).toBe('debian/mirror-unreachable');
  expect(message).toMatch(/http:\/\/127\.0\.0\.1:9\/debian\S*InRelease: .+/);
});

test('the next mirror is used when the first is down', async () => {
  expect((await assemble({ mirrors: [DOWN, archive.mirror] })).packages).toHaveLength(3);
});

test('a file that is not what the index says is not kept, and its URL is told', async () => {
  const path = '/debian/pool/app_2.0-1.deb';
  const good = archive.files.get(path) as Buffer;
  archive.files.set(path, Buffer.concat([good.subarray(0, -1), Buffer.from('?')]));
  const { code, message } = await firstOf(assemble());
  expect(code).toBe('debian/checksum-mismatch');
  expect(message).toContain(`${archive.url}${path}`);
  const kept = await readdir(join(cache, 'debian', 'pool'));
  expect(kept.every((name) => /^[0-9a-f]{64}$/.test(name))).toBe(true);
  expect(kept.length).toBeLessThan(3);
  archive.files.set(path, good);
  expect((await assemble()).packages).toHaveLength(3);
});

test('a file that is longer than the index says is not read on', async () => {
  const path = '/debian/dists/trixie/main/binary-amd64/Packages.gz';
  archive.files.set(path, Buffer.alloc(1_000_000));
  const { code, message } = await firstOf(assemble());
  expect(code).toBe('debian/checksum-mismatch');
  expect(message).toContain(path);
});

test('a package that is missing on the mirror is named', async () => {
  archive.files.delete('/debian/pool/app_2.0-1.deb');
  const { code, message } = await firstOf(assemble());
  expect(code).toBe('debian/mirror-unreachable');
  expect(message).toContain(`${archive.url}/debian/pool/app_2.0-1.deb: HTTP 404`);
});

test.each([
  ['unknown package', { packages: ['ap'] }, 'debian/unknown-package', 'did you mean app?'],
  [
    'unknown release',
    { release: 'trixy' },
    'debian/unknown-release',
    '"trixy", expected trixie or bookworm',
  ],
  [
    'architecture the mirror lacks',
    { architecture: 'arm64' },
    'debian/mirror-unreachable',
    'binary-arm64',
  ],
] as [string, Partial<DebianRequest>, string, string][])(
  '%s',
  async (_what, change, code, text) => {
    const first = await firstOf(assemble(change));
    expect(first.code).toBe(code);
    expect(first.message).toContain(text);
  },
);

const CLASHES: [
  what: string,
  mine: Package['files'],
  theirs: Package['files'],
  code: string,
  text: string,
][] = [
  [
    'the same file twice',
    [{ name: 'x', body: '1' }],
    [{ name: 'x', body: '1' }],
    'debian/conflicting-files',
    '/x is in one and in two',
  ],
  [
    'two links that differ',
    [{ name: 'x', type: 'symlink', linkname: 'a' }],
    [{ name: 'x', type: 'symlink', linkname: 'b' }],
    'debian/conflicting-files',
    '/x is in one and in two',
  ],
  [
    "a file that is another's folder",
    [{ name: 'x', body: '1' }],
    [{ name: 'x/y', body: '2' }],
    'debian/conflicting-files',
    '/x is in one and in two',
  ],
  [
    "a file below another's link",
    [{ name: 'x', type: 'symlink', linkname: '/etc' }],
    [{ name: 'x/y', body: '2' }],
    'debian/conflicting-files',
    '/x is in one and in two',
  ],
  [
    '/lib and /usr/lib',
    [{ name: 'lib/x', body: '1' }],
    [{ name: 'usr/lib/x', body: '2' }],
    'debian/conflicting-files',
    '/usr/lib/x is in one and in two',
  ],
  [
    'a way out of the root',
    [{ name: '../x', body: '1' }],
    [],
    'debian/bad-package',
    '"../x" leads out of the root',
  ],
  [
    'a way out further down',
    [{ name: './usr/../../x', body: '1' }],
    [],
    'debian/bad-package',
    'leads out of the root',
  ],
  [
    'a hard link out of the root',
    [{ name: 'x', type: 'link', linkname: '../../etc/shadow' }],
    [],
    'debian/bad-package',
    'leads out of the root',
  ],
  [
    'a link that leads above the root',
    [{ name: 'usr/x', type: 'symlink', linkname: '../../etc/shadow' }],
    [],
    'debian/bad-package',
    '"usr/x" -> "../../etc/shadow" leads out of the root',
  ],
  [
    'a name with a line end',
    [{ name: 'usr/a\nb', body: 'x' }],
    [],
    'debian/bad-package',
    '"usr/a\\nb" has a control character',
  ],
  [
    'a sparse file',
    [{ name: 'x', body: '1', pax: { 'GNU.sparse.major': '1' } }],
    [],
    'debian/bad-package',
    'x is stored as a sparse file',
  ],
  [
    'a hard link to nothing',
    [{ name: 'x', type: 'link', linkname: 'y' }],
    [],
    'debian/bad-package',
    'x points to y, which is no file',
  ],
  [
    'a device',
    [{ name: 'dev/sda', type: 'block-device' }],
    [],
    'debian/bad-package',
    'is a block-device',
  ],
];

test.each(CLASHES)('refuses %s', async (_what, mine = [], theirs = [], code, text) => {
  await archive.publish('trixie', [
    { name: 'one', files: mine },
    { name: 'two', files: theirs },
  ]);
  const first = await firstOf(assemble({ packages: ['one', 'two'], links: {} }));
  expect(first.code).toBe(code);
  expect(first.message).toContain(text);
  expect((await readdir(join(cache, 'blobs'))).filter((name) => name.startsWith('.tmp'))).toEqual(
    [],
  );
});

test('what agrees is there once: folders, equal links, absolute links', async () => {
  const files: Package['files'] = [
    { name: 'opt/', type: 'directory' },
    { name: 'opt/link', type: 'symlink', linkname: '/usr/../etc/one' },
  ];
  await archive.publish('trixie', [
    { name: 'one', files },
    { name: 'two', files },
  ]);
  const entries = await readLayer((await assemble({ packages: ['one', 'two'], links: {} })).layer);
  expect(entries.get('opt/link')?.header.linkname).toBe('/usr/../etc/one');
});

test('a signature by another key is refused before anything is downloaded', async () => {
  const other = await makeArchive();
  onTestFinished(() => other.close());
  const work = assembleDebian(
    { ...REQUEST, mirrors: [archive.mirror] },
    { cache, keys: other.keys },
  );
  const [first] = await failureOf(work);
  expect(first?.code).toBe('debian/bad-signature');
  expect(archive.asked.every((path) => path.endsWith('/InRelease'))).toBe(true);
});

test('an archive that has run out is refused', async () => {
  await archive.publish('trixie-updates', [], { validUntil: 'Thu, 01 Jan 2026 00:00:00 UTC' });
  const { code, message } = await firstOf(assemble());
  expect(code).toBe('debian/bad-signature');
  expect(message).toContain('valid until Thu, 01 Jan 2026');
});

test("one suite's file does not pass for another's", async () => {
  await archive.publish('trixie-security', [], { codename: 'trixie' });
  const { code, message } = await firstOf(assemble());
  expect(code).toBe('debian/bad-signature');
  expect(message).toContain('suite "trixie", expected trixie-security');
});

test("a signal ends it with the signal's reason", async () => {
  const stop = new AbortController();
  stop.abort(new Error('stopped'));
  const work = assembleDebian(
    { ...REQUEST, mirrors: [archive.mirror] },
    { cache, keys: archive.keys, signal: stop.signal },
  );
  await expect(work).rejects.toThrow('stopped');
});
