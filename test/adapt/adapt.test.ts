import { expect, test } from 'vitest';
import { type AdaptInput, adaptBase } from '../../src/adapt/adapt.ts';
import { withUser } from '../../src/adapt/users.ts';
import { readInventory } from '../../src/inspect/inventory.ts';
import { writeLayer } from '../../src/oci/layer.ts';
import { layerSource } from '../../src/oci/layer-source.ts';
import { installedPackages, isDatabaseFile } from '../../src/packages/installed.ts';
import { contents, folder } from '../oci/contents.ts';
import { baseOf } from '../oci/image.ts';

const INSTALLED = `P:busybox
V:1.36
F:bin
R:busybox

P:apk-tools
V:2.14
D:so:libz.so.1
F:sbin
R:apk

P:zlib
V:1.3
p:so:libz.so.1=1
F:lib
R:libz.so.1

P:musl
V:1.2
F:lib
R:libc.so
`;

const ALPINE = [
  { path: 'bin' },
  { path: 'bin/busybox', text: 'ELF', mode: 0o4755 },
  { path: 'bin/sh', type: 'symlink' as const, target: '/bin/busybox' },
  { path: 'bin/ls', type: 'symlink' as const, target: 'sh' },
  { path: 'etc' },
  { path: 'etc/apk' },
  { path: 'etc/apk/world', text: 'apk-tools\nmusl\n' },
  { path: 'etc/group', text: 'root:x:0:\n' },
  { path: 'etc/passwd', text: 'root:x:0:0:root:/root:/bin/sh\n' },
  { path: 'lib' },
  { path: 'lib/apk' },
  { path: 'lib/apk/db' },
  { path: 'lib/apk/db/installed', text: INSTALLED },
  { path: 'lib/apk/db/scripts.tar', text: 'tar' },
  { path: 'lib/libc.so', text: 'libc' },
  { path: 'lib/libz.so.1', text: 'libz' },
  { path: 'sbin' },
  { path: 'sbin/apk', text: 'apk', mode: 0o755 },
  { path: 'opt' },
  { path: 'opt/pip-1', text: 'x' },
  { path: 'tmp', mode: 0o1777 },
];

const REMOVE = {
  packages: ['apk-tools', 'busybox'],
  orphans: true,
  paths: ['/opt/pip*'],
  hold: ['musl'],
};

type Tree = Parameters<typeof contents>;

async function adapted(plan: Partial<AdaptInput['plan']>, added?: Tree, base: Tree = ALPINE) {
  const cache = await folder();
  const image = await baseOf(cache, base);
  const layer = added && (await writeLayer(contents(...added), `${cache}/blobs`));
  const input: AdaptInput = {
    image,
    plan: { remove: REMOVE, ...plan },
    user: '65532:65532',
    ...(layer && { added: layer }),
    cache,
    signal: new AbortController().signal,
  };
  const result = await adaptBase(input);
  const again = await adaptBase(input);
  expect(again.layers.map(({ blob }) => blob.digest)).toEqual(
    result.layers.map(({ blob }) => blob.digest),
  );
  const texts = (path: string) => isDatabaseFile(path) || path.startsWith('etc/');
  const inventory = await readInventory(layerSource(result.layers), { texts });
  return { image, result, inventory, paths: inventory.files.map(({ path }) => path) };
}

test('what is taken out is hidden by one layer, and the database says so', async () => {
  const { image, result, inventory, paths } = await adapted({});
  expect(result.layers.map(({ kind }) => kind)).toEqual([undefined, 'runtime']);
  expect(result.layers[0]).toEqual(image.layers[0]);
  for (const path of [
    'bin/busybox',
    'bin/sh',
    'bin/ls',
    'sbin/apk',
    'lib/libz.so.1',
    'opt/pip-1',
  ]) {
    expect(paths).not.toContain(path);
  }
  expect(paths).toEqual(expect.arrayContaining(['lib/libc.so', 'tmp', 'home/nonroot']));
  expect(installedPackages(inventory.texts).map(({ name }) => name)).toEqual(['musl']);
  expect(inventory.texts.get('etc/apk/world')).toBe('musl\n');
  expect(inventory.texts.get('etc/passwd')).toContain(':65532:65532:');
  expect(inventory.files.find(({ path }) => path === 'tmp')?.mode).toBe(0o1777);
});

test('added files come on top, without what is taken out, and folders stay as they are', async () => {
  const database = `${INSTALLED}\nP:libpq\nV:17\nF:usr/lib\nR:libpq.so.5\n`;
  const { paths, inventory } = await adapted(
    {
      packages: {
        manager: 'apk',
        names: ['libpq', 'zlib'],
        repositories: [],
        keys: [],
        origins: {},
      },
    },
    [
      { path: 'etc/apk/world', text: 'apk-tools\nlibpq\nmusl\nzlib\n' },
      { path: 'lib/apk/db/installed', text: database },
      { path: 'tmp' },
      { path: 'usr/lib/libpq.so.5', text: 'pq' },
    ],
  );
  expect(paths).toEqual(expect.arrayContaining(['usr/lib/libpq.so.5', 'lib/libz.so.1']));
  expect(paths).not.toContain('sbin/apk');
  const names = installedPackages(inventory.texts).map(({ name }) => name);
  expect(names).toEqual(['libpq', 'musl', 'zlib']);
  expect(inventory.files.find(({ path }) => path === 'tmp')?.mode).toBe(0o1777);
});

const SHADOW = { path: 'etc/shadow', text: 'root:*::0:::::\n', mode: 0o640, gid: 42 };
const UPGRADED = INSTALLED.replace('V:1.3\n', 'V:1.4\n').replace('R:libz.so.1', 'R:libz.so.2');

test.each([false, true])(
  'what a package replaces is gone, and what it changes stays private (flattened: %s)',
  async (flatten) => {
    const changes: Partial<AdaptInput['plan']> = {
      packages: { manager: 'apk', names: ['pq', 'zlib'], repositories: [], keys: [], origins: {} },
      ...(flatten && { flatten }),
    };
    const { paths, inventory } = await adapted(
      changes,
      [
        { path: 'etc/group-', text: 'root:x:0:\n' },
        { path: 'etc/shadow', text: `${SHADOW.text}pq:!:20782:0:99999:7:::\n` },
        { path: 'lib/apk/db/installed', text: UPGRADED },
        { path: 'lib/libz.so.2', text: 'libz' },
        { path: 'var/pq', type: 'directory', uid: 70, mode: 0o700 },
      ],
      [...ALPINE, SHADOW],
    );
    expect(paths).toContain('lib/libz.so.2');
    expect(paths).not.toContain('lib/libz.so.1');
    expect(paths).not.toContain('etc/group-');
    expect(inventory.texts.get('etc/shadow')).toBe(`${SHADOW.text}pq:!::0:99999:7:::\n`);
    const fileAt = (path: string) => inventory.files.find((file) => file.path === path);
    expect(fileAt('etc/shadow')).toMatchObject({ mode: 0o640, gid: 42 });
    expect(fileAt('var/pq')).toMatchObject({ mode: 0o700, uid: 70 });
  },
);

test('apk was not asked for what only removed packages stand for', async () => {
  const database = INSTALLED.replace('V:2.14\n', 'V:2.14\np:apk-static=2.14 cmd:apk=2.14\n');
  const base = ALPINE.map((one) =>
    one.path === 'lib/apk/db/installed'
      ? { ...one, text: database }
      : one.path === 'etc/apk/world'
        ? { ...one, text: 'apk-static\nmusl@edge\n!old\n' }
        : one,
  );
  const { inventory } = await adapted({}, undefined, base);
  expect(inventory.texts.get('etc/apk/world')).toBe('musl@edge\n!old\n');
});

test('flattened, the base is one layer and the bytes are gone', async () => {
  const whole = await adapted({});
  const { result, paths, inventory, image } = await adapted({ flatten: true });
  expect(result.layers.map(({ kind }) => kind)).toEqual(['runtime']);
  expect(paths).toEqual(whole.paths);
  expect(installedPackages(inventory.texts).map(({ name }) => name)).toEqual(['musl']);
  const [before = 0, after = 0] = [image, result].map(({ layers }) => layers[0]?.blob.uncompressed);
  expect(after).toBeLessThan(before);
  expect(inventory.files.every(({ mode, type }) => type !== 'file' || (mode & 0o6000) === 0)).toBe(
    true,
  );
});

test('a user that is there is not written again, and a file without a line end gets one', () => {
  const texts = new Map([
    ['etc/passwd', 'app:x:65532:65532::/:/sbin/nologin'],
    ['etc/group', 'root:x:0:'],
  ]);
  expect(withUser(texts, '65532')).toEqual(
    new Map([['etc/group', 'root:x:0:\nnonroot:x:65532:\n']]),
  );
  expect(withUser(new Map(), '65532')).toEqual(new Map());
});
