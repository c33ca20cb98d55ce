import { gzipSync } from 'node:zlib';
import type { Misbehave } from '../servers.ts';
import type { Mirror } from '../talks/debian.ts';
import { at, reply } from './acts.ts';

/** Wrong in the content, where a mirror of Debian is read. */
export function debianAnswers({ files }: Mirror): Record<string, Misbehave> {
  const path = '/debian/dists/trixie/InRelease';
  const good = files.get(path)?.toString() ?? '';
  const security = files.get('/debian-security/dists/trixie-security/InRelease')?.toString() ?? '';
  const [, signature = ''] = /(-----BEGIN PGP SIGNATURE-----[\s\S]*)$/.exec(good) ?? [];
  const [, other = ''] = /(-----BEGIN PGP SIGNATURE-----[\s\S]*)$/.exec(security) ?? [];
  const release = (text: string | Uint8Array) => at(/trixie\/InRelease$/, reply({ body: text }));
  const index = (bytes: Uint8Array) => at(/trixie\/main.*Packages/, reply({ body: bytes }));
  const deb = (bytes: Uint8Array) => at(/\.deb$/, reply({ body: bytes }));
  const bytes = [...files].find(([name]) => name.endsWith('.deb'))?.[1] ?? Buffer.alloc(0);
  return {
    'InRelease: nothing': release(''),
    'InRelease: a page of a login': release('<html>log in</html>'),
    'InRelease: without a signature': release(good.replace(signature, '')),
    'InRelease: the signature of another suite': release(good.replace(signature, other)),
    'InRelease: another suite': release(security),
    'InRelease: a changed line': release(good.replace('13.1', '13.2')),
    'InRelease: a line before': release(good.replace('Codename', 'Suite: x\nCodename')),
    'InRelease: text before it': release(`Codename: trixie\n\n${good}`),
    'InRelease: text after it': release(`${good}\nCodename: sid\n`),
    'InRelease: twice': release(good + good),
    'InRelease: two signatures, one of another': release(
      good.replace(signature, other + signature),
    ),
    'InRelease: two signatures, none good': release(good.replace(signature, other + other)),
    'InRelease: a signature of zero bytes': release(
      good.replace(signature, '-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n'),
    ),
    'InRelease: a signature of words': release(
      good.replace(
        signature,
        `-----BEGIN PGP SIGNATURE-----\n\n${'A'.repeat(4000)}\n-----END PGP SIGNATURE-----\n`,
      ),
    ),
    'InRelease: another hash is claimed': release(good.replace(/Hash: \w+/, 'Hash: MD5')),
    'InRelease: bytes of no text': release(Buffer.alloc(4096, 0xff)),
    'InRelease: a million dashes': release('-----BEGIN PGP SIGNED MESSAGE-----\n'.repeat(30_000)),
    'InRelease: of 20 MB': release(good + '\n'.repeat(20_000_000)),
    'InRelease: not there': at(/InRelease$/, reply({ status: 404 })),
    'InRelease: not changed, says the first answer': at(/InRelease$/, reply({ status: 304 })),
    'Packages: nothing': index(Buffer.alloc(0)),
    'Packages: other packages': index(
      gzipSync('Package: app\nVersion: 9\nFilename: x\nSize: 1\nSHA256: 0\n\n'),
    ),
    'Packages: of the right size': at(/Packages/, (asked) => {
      const size = asked.good?.body?.length ?? 0;
      reply({ body: Buffer.alloc(size) })(asked);
    }),
    'Packages: a bomb': index(gzipSync(Buffer.alloc(50 * 1024 * 1024))),
    'Packages: not there': at(/Packages/, reply({ status: 404 })),
    'a .deb: of other bytes': deb(Buffer.alloc(bytes.length)),
    'a .deb: with a byte changed': deb(
      Buffer.concat([bytes.subarray(0, 80), Buffer.of(1), bytes.subarray(81)]),
    ),
    'a .deb: cut': deb(bytes.subarray(0, 40)),
    'a .deb: longer': deb(Buffer.concat([bytes, bytes])),
    'a .deb: not there': at(/\.deb$/, reply({ status: 404 })),
    'a .deb: refused': at(/\.deb$/, reply({ status: 403 })),
  };
}
