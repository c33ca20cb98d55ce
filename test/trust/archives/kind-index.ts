import { readFile } from 'node:fs/promises';
import { openIndex, shortenIndex } from '../../../src/debian/packages-index.ts';
import type { Kind } from './kind.ts';
import { unlikeOwnIndex } from './own-index.ts';

/** Two versions of one package, lines that go on, provided names and a source of another version. */
const INDEX = `Package: one
Version: 1:1.0~rc1-2
Architecture: amd64
Size: 1
Filename: pool/one_old.deb

Package: one
Source: ones (2.0)
Version: 1:1.0-1
Architecture: amd64
Installed-Size: 12
Pre-Depends: libc6 (>= 2.38)
Depends: two (>= 1.0) | three,
 four (<< 2),
\tfive
Description: no field of ours
 Package: evil
Provides: virtual (= 1), another
Size: 100
Filename: pool/one.deb
SHA256: ${'a'.repeat(64)}

Package: two
Version: 10
Architecture: all
Provides: another
Size: 20
Filename: pool/two.deb

Package: two
Version: 9.9-9
Architecture: all
Size: 19
`;

export function indexes(): Kind {
  const texts: [string, string][] = [
    ['nothing', ''],
    ['no name', 'Version: 1\n'],
    ['__proto__ as a name', 'Package: __proto__\nVersion: 1\n'],
    ['a field that begins a line', ' Depends: a\nPackage: a\n'],
    ['tabs in a value', 'Package: a\tb\tc\nVersion: 1\n'],
    [
      'a version of 100,000 digits',
      `Package: a\nVersion: ${'9'.repeat(1e5)}\n\nPackage: a\nVersion: ${'8'.repeat(1e5)}\n`,
    ],
    [
      '100,000 tildes',
      `Package: a\nVersion: ${'~'.repeat(1e5)}\n\nPackage: a\nVersion: ${'~'.repeat(1e5)}1\n`,
    ],
    ['100,000 empty lines', '\n'.repeat(1e5)],
    ['100,000 lines that go on', `Package: a\nDepends: a\n${' b,\n'.repeat(1e5)}`],
    ['a path for a file', 'Package: a\nVersion: 1\nFilename: ../../etc/passwd\n'],
    ['line ends of Windows', 'Package: a\r\nVersion: 1\r\n'],
  ];
  return {
    name: 'index of packages',
    kept: 'another reader finds the same packages, fields and providers',
    good: [{ name: 'an index', bytes: Buffer.from(INDEX) }],
    hostile: texts.map(([name, text]) => ({ name, bytes: Buffer.from(text) })),
    read: (path) => unlikeAnother(path, (text) => shortenIndex(pieces(text))),
    takenOut: 'lines that go on',
    naive: (path) =>
      unlikeAnother(path, (text) => shortenIndex(pieces(text.replace(/^[ \t].*\n/gm, '')))),
  };
}

type Shorten = (text: string) => Promise<Buffer>;

async function unlikeAnother(path: string, shorten: Shorten): Promise<string | undefined> {
  const text = await readFile(path, 'latin1');
  return unlikeOwnIndex(text, openIndex(await shorten(text)));
}

/** As it comes from a mirror: cut anywhere. */
async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, 'latin1');
  const size = Math.max(16, Math.ceil(bytes.length / 40));
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
