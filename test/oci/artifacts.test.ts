import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { HardenError } from '../../src/diagnostics/diagnostic.ts';
import { AS_PACKAGED, normalizeLayer, ROOT_OWNED } from '../../src/oci/artifacts.ts';
import type { LayerRules } from '../../src/oci/members.ts';
import { chunked, collect, filesIn, folder } from './contents.ts';
import { type RawEntry, rawTar } from './raw-tar.ts';

/** Each entry as one line: type, mode, owner, path, then its target or text. */
async function lines(tar: Uint8Array, rules: LayerRules = {}, workDir?: string): Promise<string[]> {
  const dir = workDir ?? (await folder());
  const found: string[] = [];
  for await (const { entry, body } of normalizeLayer(
    chunked(tar),
    { ...ROOT_OWNED, ...rules },
    dir,
  )) {
    const text = body ? (await collect(body)).toString() : (entry.target ?? '');
    const { type, mode, uid, gid, path } = entry;
    found.push(`${type} ${mode.toString(8)} ${uid}:${gid} ${path} ${text}`.trim());
  }
  return found;
}

const MIXED: RawEntry[] = [
  { name: './', type: '5', mode: 0o700 },
  { name: './app/z', body: 'last', mode: 0o600, uid: 1000 },
  { name: './app/bin/run', body: 'run', mode: 0o4711 },
  { name: './app/tmp/', type: '5', mode: 0o1777 },
  { name: 'app/link', type: '2', link: '../app/./z' },
  { name: 'app//abs', type: '2', link: '/etc/ssl/../hosts' },
];

describe('normalizeLayer', () => {
  it('orders, owns and cleans what is in a layer', async () => {
    expect(await lines(rawTar(MIXED))).toEqual([
      'directory 755 0:0 app',
      'symlink 777 0:0 app/abs /etc/ssl/../hosts',
      'directory 755 0:0 app/bin',
      'file 755 0:0 app/bin/run run',
      'symlink 777 0:0 app/link ../app/./z',
      'directory 755 0:0 app/tmp',
      'file 644 0:0 app/z last',
    ]);
  });

  it('leaves owners and modes of packages, but lets nothing gain rights by running', async () => {
    const dir = await folder();
    const found: string[] = [];
    for await (const { entry } of normalizeLayer(chunked(rawTar(MIXED)), AS_PACKAGED, dir)) {
      found.push(`${entry.mode.toString(8)} ${entry.uid} ${entry.path}`);
    }
    expect(found).toEqual([
      '755 0 app',
      '777 0 app/abs',
      '755 0 app/bin',
      '711 0 app/bin/run',
      '777 0 app/link',
      '1777 0 app/tmp',
      '600 1000 app/z',
    ]);
  });

  it('gives the same for gzip, and whatever the order', async () => {
    const expected = await lines(rawTar(MIXED));
    expect(await lines(gzipSync(rawTar(MIXED)))).toEqual(expected);
    expect(await lines(rawTar([...MIXED].reverse()))).toEqual(expected);
  });

  it('orders by bytes, so that no locale has a say', async () => {
    const names = ['b', 'a', 'B', 'ä', 'a-b', 'a/c', '日', '𝒳', '～'];
    const tar = rawTar([
      { name: 'a', type: '5' },
      ...names.filter((n) => n !== 'a').map((name) => ({ name, body: '' })),
    ]);
    const paths = (await lines(tar)).map((line) => line.split(' ')[3]);
    expect(paths).toEqual(['B', 'a', 'a-b', 'a/c', 'b', 'ä', '日', '～', '𝒳']);
  });

  it('takes the last of two entries with one path', async () => {
    const tar = rawTar([
      { name: 'a', body: 'first' },
      { name: './a', body: 'second' },
    ]);
    expect(await lines(tar)).toEqual(['file 644 0:0 a second']);
  });

  it('gives the bytes of hard links to the first of them in order', async () => {
    const tar = rawTar([
      { name: 'z', body: 'shared', mode: 0o755 },
      { name: 'a', type: '1', link: 'z' },
      { name: 'm', type: '1', link: './a' },
    ]);
    expect(await lines(tar)).toEqual([
      'file 755 0:0 a shared',
      'hardlink 755 0:0 m a',
      'hardlink 755 0:0 z a',
    ]);
  });

  it('keeps names that differ in case only', async () => {
    const tar = rawTar([
      { name: 'README', body: '1' },
      { name: 'readme', body: '2' },
    ]);
    expect(await lines(tar)).toEqual(['file 644 0:0 README 1', 'file 644 0:0 readme 2']);
  });

  it('leaves out what the rules exclude, and strips a folder', async () => {
    const tar = rawTar([
      { name: 'deps/opt/lib/a.py', body: 'a' },
      { name: 'deps/opt/lib/__pycache__/a.pyc', body: 'x' },
      { name: 'deps/opt/lib/a.map', body: 'x' },
      { name: 'other/file', body: 'x' },
    ]);
    const exclude = ['__pycache__', '**/*.map'];
    expect(await lines(tar, { strip: '/deps/', exclude })).toEqual([
      'directory 755 0:0 opt',
      'directory 755 0:0 opt/lib',
      'file 644 0:0 opt/lib/a.py a',
    ]);
  });

  it('keeps the bytes of a hard link whose first name is excluded', async () => {
    const tar = rawTar([
      { name: 'cache/a', body: 'shared' },
      { name: 'b', type: '1', link: 'cache/a' },
    ]);
    expect(await lines(tar, { exclude: ['cache'] })).toEqual(['file 644 0:0 b shared']);
  });

  it('reads long names of pax and of GNU', async () => {
    const long = `${'d'.repeat(90)}/${'f'.repeat(90)}`;
    const pax = rawTar([{ name: 'x', body: '1', pax: { path: long } }]);
    const gnu = rawTar([
      { name: 'L', type: 'L', body: `${long}\0` },
      { name: 'x', body: '1' },
    ]);
    expect((await lines(pax))[1]).toBe(`file 644 0:0 ${long} 1`);
    expect(await lines(gnu)).toEqual(await lines(pax));
  });

  it('reads a long name of GNU whose short form is cut after a "/"', async () => {
    const long = `${'d'.repeat(99)}/${'f'.repeat(9)}`;
    const short = { name: long.slice(0, 100), body: 'text' };
    const tar = rawTar([
      { name: 'L', type: 'L', body: `${long}\0` },
      short,
      { name: 'z', body: '' },
    ]);
    expect((await lines(tar)).slice(1)).toEqual([`file 644 0:0 ${long} text`, 'file 644 0:0 z']);
  });

  it('takes the folders of old tars, which have a "/" and no type', async () => {
    const old = { name: 'old/', type: '\0', patch: { 257: new Uint8Array(8) } };
    expect(await lines(rawTar([old]))).toEqual(['directory 755 0:0 old']);
  });

  it('leaves no file behind, also when nobody reads to the end', async () => {
    const dir = await folder();
    await lines(rawTar(MIXED), {}, dir);
    for await (const _ of normalizeLayer(chunked(rawTar(MIXED)), ROOT_OWNED, dir)) break;
    await expect(lines(rawTar([{ name: '/etc/passwd' }]), {}, dir)).rejects.toThrow();
    expect(await filesIn(dir)).toEqual([]);
  });
});

const file = (name: string): RawEntry => ({ name, body: 'x' });
const link = (name: string, target: string): RawEntry => ({ name, type: '2', link: target });
const hard = (name: string, target: string): RawEntry => ({ name, type: '1', link: target });

const UNSAFE: [string, RawEntry[], string][] = [
  ['an absolute name', [file('/etc/passwd')], '"/etc/passwd" has an absolute name'],
  ['a name above the root', [file('../x')], '"../x" has ".." in its name'],
  ['a name that climbs inside', [file('a/../../x')], '".."'],
  ['a name that climbs and stays', [file('a/../x')], '".."'],
  ['two dots at the end', [{ name: 'a/..', type: '5' }], '".."'],
  ['an absolute name in pax', [{ ...file('a'), pax: { path: '/etc/shadow' } }], 'absolute name'],
  ['a climbing name in pax', [{ ...file('a'), pax: { path: '../../x' } }], '".."'],
  ['a climbing prefix', [{ ...file('x'), patch: { 345: '../..' } }], '"../../x" has ".."'],
  [
    'a NUL in a name',
    [{ ...file('a'), pax: { path: 'a\0b' } }],
    '"a\\u0000b" has a control character',
  ],
  ['an escape sequence in a name', [file('a\x1b[31m')], 'control character'],
  ['a line end in a name', [file('a\nb')], 'control character'],
  [
    'a name that is not UTF-8',
    [{ ...file('a'), patch: { 0: Uint8Array.of(0x61, 0xff) } }],
    'not UTF-8',
  ],
  ['a name of 256 bytes', [{ ...file('a'), pax: { path: 'n'.repeat(256) } }], 'too long'],
  ['a path of 5000 bytes', [{ ...file('a'), pax: { path: 'dir/'.repeat(1250) } }], 'too long'],
  ['a file in place of the root', [{ ...file('.') }], 'the image root is a file'],
  [
    'a symlink above the root',
    [link('app/out', '../../etc')],
    '"app/out" -> "../../etc" leads out',
  ],
  ['an absolute symlink above the root', [link('out', '/../etc')], 'leads out'],
  ['a symlink that climbs first', [link('a/b', '../../x/../a')], 'leads out'],
  ['a symlink without a target', [link('a', '')], 'has no target'],
  ['a symlink with a control character', [link('a', 'b\x07')], 'control character in its target'],
  ['a long symlink', [{ ...link('a', 'x'), pax: { linkpath: 'x/'.repeat(3000) } }], 'too long'],
  ['a hard link to the base', [hard('a', 'etc/shadow')], '"a" -> "etc/shadow" points to something'],
  [
    'a hard link to what comes later',
    [hard('a', 'b'), file('b')],
    'points to something that is not',
  ],
  ['a hard link to itself', [hard('a', 'a')], 'points to something that is not'],
  ['a hard link out of the image', [hard('a', '../etc/shadow')], '".."'],
  ['an absolute hard link', [hard('a', '/etc/shadow')], 'absolute name'],
  ['a hard link to a folder', [{ name: 'd', type: '5' }, hard('a', 'd')], 'points to a folder'],
  ['a character device', [{ name: 'null', type: '3' }], '"null" is a character device'],
  ['a block device', [{ name: 'sda', type: '4' }], '"sda" is a block device'],
  ['a pipe', [{ name: 'pipe', type: '6' }], '"pipe" is a fifo'],
  ['an unknown type', [{ name: 'odd', type: 'Z' }], 'a type that no image should have'],
  ['a sparse file', [{ ...file('s'), pax: { 'GNU.sparse.major': '1' } }], 'sparse file'],
  ['a whiteout', [file('etc/.wh.passwd')], 'would delete a file of the base'],
  ['an opaque folder', [file('etc/.wh..wh..opq')], 'would delete a file of the base'],
  [
    'a file under a symlink',
    [link('lib', '/etc'), file('lib/passwd')],
    '"lib/passwd" lies under "lib", which is a symlink',
  ],
  ['a file under a file', [file('a'), file('a/b')], 'lies under "a", which is a file'],
];

const DAMAGED: [string, Uint8Array, string][] = [
  ['no tar at all', Buffer.alloc(2000, 'text '), 'wrong checksum'],
  ['a wrong checksum', rawTar([{ ...file('a'), badSum: true }]), 'wrong checksum'],
  ['an end in a header', rawTar([file('a')]).subarray(0, 300), 'in the middle of a header'],
  [
    'an end in a file',
    rawTar([{ name: 'a', body: 'x'.repeat(5000) }]).subarray(0, 2048),
    'in the middle of a file',
  ],
  ['a size beyond the end', rawTar([{ ...file('a'), size: 0o7777777 }]), 'in the middle of a file'],
  [
    'a size that is no number',
    rawTar([{ ...file('a'), patch: { 124: '99999999999' } }]),
    'has the number "99999999999"',
  ],
  [
    'a size of 2^88',
    rawTar([{ ...file('a'), patch: { 124: Uint8Array.of(0x80, ...Array(11).fill(255)) } }]),
    'too large',
  ],
  [
    'a negative size',
    rawTar([{ ...file('a'), patch: { 124: Uint8Array.of(...Array(12).fill(255)) } }]),
    'too large',
  ],
  [
    'a pax header without length',
    rawTar([{ name: 'p', type: 'x', body: 'path=a\n' }]),
    'pax header is malformed',
  ],
  [
    'a pax record that is too long',
    rawTar([{ name: 'p', type: 'x', body: '99 path=a\n' }]),
    'malformed',
  ],
  ['a pax record of length 0', rawTar([{ name: 'p', type: 'x', body: '0 path=a\n' }]), 'malformed'],
  [
    'a pax size that is no number',
    rawTar([{ ...file('a'), pax: { size: '-1' } }]),
    'has the number "-1"',
  ],
  [
    'a pax size beyond the end',
    rawTar([{ ...file('a'), pax: { size: '9999999999' } }]),
    'in the middle of a file',
  ],
  [
    'a pax header of 2 GiB',
    rawTar([{ name: 'p', type: 'x', size: 2 ** 31 }]),
    'has 2147483648 bytes',
  ],
  [
    'half a gzip',
    gzipSync(rawTar([{ name: 'a', body: 'x'.repeat(5000) }])).subarray(0, 60),
    'gzip data is damaged',
  ],
  ['a gzip with a wrong byte', damagedGzip(), 'gzip data is damaged'],
  ['zstd', Buffer.from('28b52ffd00000000', 'hex'), 'compressed with zstd, gzip was expected'],
];

function damagedGzip(): Buffer {
  const bytes = gzipSync(rawTar([file('a')]));
  bytes[bytes.length - 6] = (bytes[bytes.length - 6] ?? 0) ^ 1;
  return bytes;
}

async function diagnosticOf(tar: Uint8Array): Promise<{ code: string; message: string }> {
  try {
    return { code: 'none', message: (await lines(tar)).join('\n') };
  } catch (cause) {
    if (cause instanceof HardenError && cause.diagnostics[0]) return cause.diagnostics[0];
    throw cause;
  }
}

describe('hostile layers', () => {
  it.each(UNSAFE)('refuses %s', async (_name, entries, message) => {
    const found = await diagnosticOf(rawTar(entries));
    expect(found.code).toBe('oci/unsafe-entry');
    expect(found.message).toContain(message);
  });

  it.each(DAMAGED)('refuses %s', async (_name, tar, message) => {
    const found = await diagnosticOf(tar);
    expect(found.code).toBe('oci/bad-archive');
    expect(found.message).toContain(message);
  });

  it('never crashes on a tar with flipped bits', async () => {
    const whole = rawTar([...MIXED, { ...file('p'), pax: { path: 'longer' } }]);
    for (let at = 3; at < whole.length; at += 97) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x41;
      const { code } = await diagnosticOf(bytes);
      expect(['none', 'oci/bad-archive', 'oci/unsafe-entry']).toContain(code);
    }
  });
});
