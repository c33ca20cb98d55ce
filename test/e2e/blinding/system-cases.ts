import { imageOf, scanned } from './images.ts';
import { fileIn, type Layer } from './layout.ts';
import type { Blinding } from './types.ts';

const GO = imageOf('go-api');
const LIB = 'usr/lib/x86_64-linux-gnu';

const RECORD = [
  'Package: libssl3t64',
  'Source: openssl',
  'Version: 3.5.0-1',
  'Architecture: amd64',
  'Maintainer: Debian OpenSSL Team <pkg-openssl-devel@alioth-lists.debian.net>',
  '',
].join('\n');

/** An OpenSSL with known holes, as a package of the system. */
const OPENSSL: Layer = { entries: [{ name: 'var/lib/dpkg/status.d/libssl3t64', body: RECORD }] };

/** Trivy takes a Debian's version from elsewhere. */
const osRelease = (text: string, version?: string): Layer => ({
  entries: [
    { name: 'usr/lib/os-release', body: text },
    version ? { name: 'etc/debian_version', body: version } : { name: 'etc/.wh.debian_version' },
  ],
});
const removed = (...names: string[]): Layer => ({ entries: names.map((name) => ({ name })) });

const on =
  (...layers: Layer[]) =>
  () =>
    scanned(GO, OPENSSL, ...layers);

/** A library of the base under a name of its own. */
const library = async (name: string, layer: Partial<Layer> = {}): Promise<Layer> => ({
  ...layer,
  entries: [
    { name, body: await fileIn(imageOf('python-api'), `${LIB}/libz.so.1.3.1`), mode: 0o755 },
  ],
});

export const SYSTEM: Blinding[] = [
  {
    what: 'nothing: a package of the system with a known hole',
    code: 1,
    says: 'CVE-2025-15467',
    run: on(),
  },
  {
    what: '`os-release` removed',
    code: 4,
    says: 'no operating system was recognised',
    run: on(removed('usr/lib/.wh.os-release', 'etc/.wh.os-release', 'etc/.wh.debian_version')),
  },
  {
    what: '`os-release` emptied',
    code: 4,
    says: 'no operating system was recognised',
    run: on(osRelease('')),
  },
  {
    what: '`os-release` of a distribution that nobody knows',
    code: 4,
    says: 'no operating system was recognised',
    run: on(osRelease('ID=acme\nVERSION_ID="1"\n')),
  },
  {
    what: '`os-release` of a Debian of the future',
    code: 4,
    says: 'debian 99.1 is a release of which no advisories are known',
    run: on(osRelease('ID=debian\nVERSION_ID="99"\n', '99.1\n')),
  },
  {
    what: '`os-release` of another distribution',
    code: 4,
    says: 'alpine 3.23.0 has apk, and the packages of the image are of dpkg',
    run: on(osRelease('ID=alpine\nVERSION_ID="3.23.0"\n')),
  },
  {
    what: '`os-release` of a Debian that gets no advisories any more',
    code: 4,
    says: 'is past its end of life',
    run: on(osRelease('ID=debian\nVERSION_ID="9"\n', '9.13\n')),
  },
  {
    what: 'package database deleted',
    code: 4,
    says: 'not one of its packages was seen',
    run: on(removed('var/lib/dpkg/.wh.status.d')),
  },
  {
    what: 'package database emptied by an opaque folder',
    code: 4,
    says: 'not one of its packages was seen',
    run: on(removed('var/lib/dpkg/status.d/.wh..wh..opq')),
  },
  {
    what: 'package database replaced by a file',
    code: 4,
    says: 'not one of its packages was seen',
    run: on({ entries: [{ name: 'var/lib/dpkg/status.d', body: 'no folder' }] }),
  },
  {
    what: 'record of the package deleted, its library left',
    code: 4,
    says: 'libssl.so.3 (a binary that no package of the base owns)',
    run: async () =>
      scanned(
        GO,
        OPENSSL,
        await library(`${LIB}/libssl.so.3`),
        removed('var/lib/dpkg/status.d/.wh.libssl3t64'),
      ),
  },
  {
    what: 'record of the package cut off in the middle',
    code: 4,
    says: 'libssl.so.3 (a binary that no package of the base owns)',
    run: async () =>
      scanned(GO, await library(`${LIB}/libssl.so.3`), {
        entries: [{ name: 'var/lib/dpkg/status.d/libssl3t64', body: RECORD.slice(0, 30) }],
      }),
  },
  {
    what: 'record of the package filled with zeros',
    code: 4,
    says: 'libssl.so.3 (a binary that no package of the base owns)',
    run: async () =>
      scanned(GO, await library(`${LIB}/libssl.so.3`), {
        entries: [{ name: 'var/lib/dpkg/status.d/libssl3t64', body: Buffer.alloc(200) }],
      }),
  },
  {
    what: 'library of a package replaced by another one',
    code: 4,
    says: 'libz.so.1.3.1 (a binary that is not the one that the package zlib1g installed)',
    run: async () => {
      const other = await fileIn(imageOf('python-api'), `${LIB}/libexpat.so.1.13.0`);
      return scanned(imageOf('python-api'), {
        entries: [{ name: `${LIB}/libz.so.1.3.1`, body: other, mode: 0o755 }],
      });
    },
  },
  {
    what: 'C library copied next to the program, without its package',
    code: 4,
    says: '/app/libz.so.1 (a binary that does not say what is linked into it)',
    run: async () => scanned(GO, await library('app/libz.so.1', { kind: 'app' })),
  },
];
