import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openDeb, readAll } from '../../src/debian/deb.ts';
import { decompress } from '../../src/debian/decompress.ts';
import { folder } from '../oci/contents.ts';
import { firstOf } from './failure.ts';
import { arHeader, type Item, makeAr, makeDeb, makeTar } from './make-deb.ts';

/** `harden harden harden harden` and a newline, by xz -9. */
const XZ = Buffer.from(
  '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4AAbAA9dADQYSqrbzZUrooc16WAAAAAA3G/CTyGkNGMAASscDRT3Qh+2830BAAAAAARZWg==',
  'base64',
);
const BINARY: [string, Buffer] = ['debian-binary', Buffer.from('2.0\n')];
const CONTROL = 'Package: one\nVersion: 1\n';

async function saved(bytes: Buffer): Promise<string> {
  const file = join(await folder(), 'one.deb');
  await writeFile(file, bytes);
  return file;
}

/** Opens a package and reads all of it, as unpacking does. */
async function readDeb(bytes: Buffer) {
  const deb = await openDeb(await saved(bytes), 'one');
  const entries: string[] = [];
  for await (const { header, body } of deb.data()) {
    entries.push(`${header.name} ${header.type} ${(await readAll(body)).toString()}`);
  }
  return { control: deb.control, md5sums: deb.md5sums, entries };
}

test('a package gives its control paragraph and its files', async () => {
  const files: Item[] = [
    { name: './usr/', type: 'directory', mode: 0o755 },
    { name: './usr/one', body: 'first' },
    { name: './usr/two', type: 'symlink', linkname: 'one' },
    { name: './usr/big', body: 'x'.repeat(700_000) },
  ];
  const { control, md5sums, entries } = await readDeb(await makeDeb({ name: 'one', files }));
  expect(control).toBe('Package: one\nVersion: 1.0-1\nArchitecture: amd64\n');
  expect(md5sums).toBeUndefined();
  expect(entries.map((entry) => entry.slice(0, 30))).toEqual([
    './usr/ directory ',
    './usr/one file first',
    './usr/two symlink ',
    `./usr/big file ${'x'.repeat(15)}`,
  ]);
});

test('members may be plain tars and end with a slash', async () => {
  const control = await makeTar([
    { name: 'control', body: CONTROL },
    { name: 'md5sums', body: 'm' },
  ]);
  const data = await makeTar([{ name: 'a', body: 'b' }]);
  const bytes = makeAr([BINARY, ['control.tar/', control], ['data.tar/', data]]);
  expect(await readDeb(bytes)).toEqual({ control: CONTROL, md5sums: 'm', entries: ['a file b'] });
});

test('bodies that nobody reads are skipped', async () => {
  const files: Item[] = ['a', 'b', 'c'].map((name) => ({ name, body: name.repeat(300_000) }));
  const deb = await openDeb(await saved(await makeDeb({ name: 'one', files })), 'one');
  const names: string[] = [];
  for await (const { header } of deb.data()) names.push(header.name);
  expect(names).toEqual(['a', 'b', 'c']);
});

const control = async () => gzipSync(await makeTar([{ name: './control', body: CONTROL }]));
const data = async () => gzipSync(await makeTar([{ name: './a', body: 'x'.repeat(9000) }]));
const withData = async (name: string, bytes: Buffer) =>
  makeAr([BINARY, ['control.tar.gz', await control()], [name, bytes]]);

const HOSTILE: [what: string, bytes: () => Promise<Buffer>, why: string][] = [
  ['an empty file', async () => Buffer.alloc(0), 'does not begin like an ar archive'],
  ['a web page', async () => Buffer.from('<html>not found</html>'), 'does not begin like an ar'],
  [
    'a cut header',
    async () => (await withData('data.tar.gz', await data())).subarray(0, 30),
    'ends inside a member header',
  ],
  [
    'a cut member',
    async () => (await withData('data.tar.gz', await data())).subarray(0, -20),
    'ends inside its member "data.tar.gz"',
  ],
  [
    'a negative size',
    async () => Buffer.concat([Buffer.from('!<arch>\n'), arHeader('debian-binary', '-4')]),
    'has the size "-4"',
  ],
  [
    'a size that is no number',
    async () => Buffer.concat([Buffer.from('!<arch>\n'), arHeader('debian-binary', '1e3')]),
    'has the size "1e3"',
  ],
  [
    'a size beyond the end',
    async () => Buffer.concat([Buffer.from('!<arch>\n'), arHeader('debian-binary', '9999999999')]),
    'ends inside its member',
  ],
  ['another archive', async () => makeAr([['lib.o', Buffer.from('x')]]), 'has no debian-binary'],
  ['no control member', async () => makeAr([BINARY]), 'has no control.tar member'],
  [
    'no control file',
    async () => makeAr([BINARY, ['control.tar.gz', gzipSync(await makeTar([]))]]),
    'has no control file',
  ],
  [
    'no data',
    async () => makeAr([BINARY, ['control.tar.gz', await control()]]),
    'has no data.tar member',
  ],
  [
    'zstd',
    async () => withData('data.tar.zst', Buffer.from('x')),
    'data.tar.zst is compressed in a way',
  ],
  ['an empty member', async () => withData('data.tar.xz', Buffer.alloc(0)), 'data.tar.xz is empty'],
  [
    'cut gzip',
    async () => withData('data.tar.gz', (await data()).subarray(0, 50)),
    'unexpected end of file',
  ],
  [
    'gzip that is none',
    async () => withData('data.tar.gz', Buffer.from('plain')),
    'incorrect header check',
  ],
  [
    'xz that is none',
    async () => withData('data.tar.xz', Buffer.from('plain text, no xz')),
    'cannot be unpacked',
  ],
  ['cut xz', async () => withData('data.tar.xz', XZ.subarray(0, 40)), 'cannot be unpacked'],
  [
    'a tar that is none',
    async () => withData('data.tar.gz', gzipSync(Buffer.alloc(1024, 'a'))),
    'Invalid tar header',
  ],
  [
    'a cut tar',
    async () =>
      withData(
        'data.tar',
        (await makeTar([{ name: 'a', body: 'x'.repeat(9000) }])).subarray(0, 5000),
      ),
    'Unexpected end of data',
  ],
];

test.each(HOSTILE)('refuses %s', async (_what, bytes, why) => {
  const { code, message } = await firstOf(bytes().then(readDeb));
  expect(code).toBe('debian/bad-package');
  expect(message).toContain('package one cannot be unpacked');
  expect(message).toContain(why);
});

test('xz is read, also after a stream that was cut and one that was given up', async () => {
  const text = (bytes: Buffer) => readAll(decompress(Readable.from([bytes]), 'xz'));
  await expect(text(XZ.subarray(0, 40))).rejects.toThrow();
  for await (const _chunk of decompress(Readable.from([XZ]), 'xz')) break;
  expect((await text(XZ)).toString()).toBe('harden harden harden harden\n');
});
