import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createCleartextMessage, generateKey, type PrivateKey, sign } from 'openpgp';
import { controlOf, makeDeb, type Package } from './make-deb.ts';

/** A small Debian archive on a loopback port. `files` may be changed by a test. */
export interface Archive {
  url: string;
  mirror: { archive: string; security: string };
  files: Map<string, Buffer>;
  /** Paths that were asked for, in order. */
  asked: string[];
  /** Paths that answer 503 this many times. */
  broken: Map<string, number>;
  /** A folder with the public key that signs. */
  keys: string;
  publish(suite: string, packages: Package[], change?: Partial<ReleaseFields>): Promise<void>;
  close(): Promise<void>;
}

interface ReleaseFields {
  codename: string;
  validUntil: string;
  by: PrivateKey;
}

export async function makeKey(): Promise<{ privateKey: PrivateKey; folder: string }> {
  const { privateKey, publicKey } = await generateKey({
    userIDs: [{ name: 'Test', email: 'test@archive.example' }],
    format: 'object',
  });
  const folder = await mkdtemp(join(tmpdir(), 'harden-keys-'));
  await writeFile(join(folder, 'test.asc'), publicKey.armor());
  return { privateKey, folder };
}

export async function signed(text: string, by: PrivateKey): Promise<string> {
  return sign({ message: await createCleartextMessage({ text }), signingKeys: by });
}

export async function makeArchive(): Promise<Archive> {
  const key = await makeKey();
  const files = new Map<string, Buffer>();
  const asked: string[] = [];
  const broken = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const left = broken.get(path) ?? 0;
    broken.set(path, left - 1);
    const body = files.get(path);
    response.statusCode = left > 0 ? 503 : body ? 200 : 404;
    response.end(left > 0 ? '' : body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const publish: Archive['publish'] = async (suite, packages, change = {}) => {
    const root = suite.endsWith('-security') ? '/debian-security' : '/debian';
    let index = '';
    for (const one of packages) {
      const deb = await makeDeb(one);
      const filename = `pool/${one.name}_${one.version ?? '1.0-1'}.deb`;
      files.set(`${root}/${filename}`, deb);
      index += `${controlOf(one)}Filename: ${filename}\nSize: ${deb.length}\nSHA256: ${sha256(deb)}\n\n`;
    }
    const packed = gzipSync(index);
    const path = 'main/binary-amd64/Packages.gz';
    files.set(`${root}/dists/${suite}/${path}`, packed);
    const text = [
      `Codename: ${change.codename ?? suite}`,
      'Version: 13.1',
      ...(change.validUntil ? [`Valid-Until: ${change.validUntil}`] : []),
      `SHA256:\n ${sha256(packed)} ${packed.length} ${path}`,
    ].join('\n');
    const body = await signed(text, change.by ?? key.privateKey);
    files.set(`${root}/dists/${suite}/InRelease`, Buffer.from(body));
  };

  const close = async () => {
    await new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
    await rm(key.folder, { recursive: true, force: true });
  };
  const mirror = { archive: `${url}/debian`, security: `${url}/debian-security` };
  return { url, mirror, files, asked, broken, keys: key.folder, publish, close };
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
