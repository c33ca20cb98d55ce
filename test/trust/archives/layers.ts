import type { RawEntry } from '../../oci/raw-tar.ts';

const file = (name: string, more: Partial<RawEntry> = {}): RawEntry => ({
  name,
  body: 'x',
  ...more,
});
const link = (name: string, to: string): RawEntry => ({ name, type: '2', link: to });
const hard = (name: string, to: string): RawEntry => ({ name, type: '1', link: to });
const pax = (records: Record<string, string>, name = 'a'): RawEntry => file(name, { pax: records });
const size = (bytes: string): RawEntry => file('a', { patch: { 124: bytes } });
const base256 = (...bytes: number[]) => Buffer.from(bytes);

/** Layers that somebody made to get out of an image, each a tar. */
export const LAYERS: [name: string, entries: RawEntry[]][] = [
  // Names.
  ['a name that is absolute', [file('/etc/passwd')]],
  ['a name with two slashes first', [file('//etc/passwd')]],
  ['a name that goes up', [file('../etc/passwd')]],
  ['a name that goes up in the middle', [file('a/../../etc/passwd')]],
  ['a name that goes up behind a dot', [file('./../etc/passwd')]],
  ['the name ..', [file('..')]],
  ['a name with a backslash', [file('..\\..\\windows')]],
  ['a name with a drive', [file('C:\\windows\\a')]],
  ['a name with a line end', [file('a\nb')]],
  ['a name with an escape', [file('a\u001b[2J')]],
  ['a name that is not UTF-8', [file('a', { patch: { 0: base256(0x61, 0xff, 0xfe) } })]],
  ['a name that turns to the left', [file('a\u202eb')]],
  ['no name', [file('')]],
  ['the name .', [file('.')]],
  ['a name of 300 letters', [pax({ path: 'n'.repeat(300) })]],
  ['a path of 100,000 letters', [pax({ path: 'a/'.repeat(50_000) })]],
  ['names that differ in case', [file('A/x'), link('a', '/etc')]],
  ['a name twice', [file('a'), file('a', { body: 'y' })]],
  ['a file, then a folder', [file('a'), { name: 'a/', type: '5' }, file('a/b')]],
  ['a whiteout', [file('.wh.etc')]],
  ['an opaque whiteout', [file('etc/.wh..wh..opq')]],
  // Links.
  ['a file through a link', [link('a', '/etc'), file('a/passwd')]],
  ['a file through a link of a link', [link('a', 'b'), link('b', '/'), file('a/x')]],
  ['a link that goes up', [link('a', '../../etc')]],
  ['a link that goes up in the middle', [link('a/b', 'c/../../../etc')]],
  ['a link to itself', [link('a', 'a')]],
  ['two links to each other', [link('a', 'b'), link('b', 'a')]],
  ['a link to nothing', [link('a', '')]],
  ['a link with a line end', [link('a', 'b\nc')]],
  ['a link of 5,000 letters', [file('a', { type: '2', pax: { linkpath: 'b'.repeat(5000) } })]],
  ['a link that pax turns around', [{ ...link('a', 'b'), pax: { linkpath: '../../etc' } }]],
  ['a hard link to outside', [hard('a', '../../etc/passwd')]],
  ['a hard link to the host', [hard('a', '/etc/passwd')]],
  ['a hard link to nothing', [hard('a', 'b')]],
  ['a hard link to itself', [hard('a', 'a')]],
  ['a hard link to a folder', [{ name: 'd', type: '5' }, hard('a', 'd')]],
  ['a hard link to a link', [link('l', '/etc/passwd'), hard('a', 'l')]],
  ['a hard link before its file', [hard('a', 'b'), file('b')]],
  // Kinds.
  ['a device of characters', [{ name: 'null', type: '3' }]],
  ['a device of blocks', [{ name: 'sda', type: '4' }]],
  ['a FIFO', [{ name: 'pipe', type: '6' }]],
  ['a kind nobody knows', [{ name: 'a', type: 'Z' }]],
  ['a volume', [{ name: 'a', type: 'V' }]],
  ['a sparse file of GNU', [file('a', { type: 'S' })]],
  ['a sparse file of pax', [pax({ 'GNU.sparse.major': '1', 'GNU.sparse.name': '../a' })]],
  ['a setuid program', [file('su', { mode: 0o4755 })]],
  ['a setgid folder', [{ name: 'd', type: '5', mode: 0o2777 }]],
  ['the root as a link', [link('./', '/etc')]],
  ['the root as a file', [file('./', { body: 'x' })]],
  // Numbers.
  ['a size below zero', [size('-0000000001')]],
  [
    'a size below zero, in base 256',
    [file('a', { patch: { 124: base256(0xff, ...Array(11).fill(0xff)) } })],
  ],
  [
    'a size of 8 EiB',
    [file('a', { patch: { 124: base256(0x80, 0, 0, 0, 0x7f, ...Array(7).fill(0xff)) } })],
  ],
  ['a size of 8 GiB without bytes', [file('a', { size: 0o77777777777 })]],
  ['a size that is no number', [size('abc')]],
  ['a size of pax below zero', [pax({ size: '-1' })]],
  ['a size of pax without an end', [pax({ size: '9'.repeat(400) })]],
  ['a size of pax as 1e3', [pax({ size: '1e3' })]],
  ['an owner below zero', [pax({ uid: '-1' })]],
  ['a wrong checksum', [file('a', { badSum: true })]],
  ['a time without an end', [pax({ mtime: 'Infinity' })]],
  // Headers of headers.
  ['a pax header with a wrong length', [{ name: 'p', type: 'x', body: '99 path=a\n' }, file('a')]],
  ['a pax header with length 0', [{ name: 'p', type: 'x', body: '0 path=a\n' }, file('a')]],
  ['a pax header without =', [{ name: 'p', type: 'x', body: '7 path\n' }, file('a')]],
  ['a pax header of 2 MiB', [{ name: 'p', type: 'x', body: 'a'.repeat(2 ** 21) }, file('a')]],
  ['a pax header that says 8 GiB', [{ name: 'p', type: 'x', size: 0o77777777777 }, file('a')]],
  [
    'a pax header for all files',
    [{ name: 'g', type: 'g', body: '22 path=../etc/passwd\n' }, file('a')],
  ],
  ['a pax header with __proto__', [pax({ __proto__x: '1', ['__proto__']: '2' })]],
  ['a pax header that nothing follows', [{ name: 'p', type: 'x', body: '9 path=a\n' }]],
  [
    'a long name of GNU that goes up',
    [{ name: 'L', type: 'L', body: '../../etc/passwd\0' }, file('a')],
  ],
  [
    'a long link of GNU that goes up',
    [{ name: 'K', type: 'K', body: '../../etc\0' }, link('a', 'b')],
  ],
  ['a long name of 2 MiB', [{ name: 'L', type: 'L', body: 'a'.repeat(2 ** 21) }, file('a')]],
  [
    'long names after each other',
    [{ name: 'L', type: 'L', body: 'a\0' }, { name: 'L', type: 'L', body: '../b\0' }, file('c')],
  ],
];
