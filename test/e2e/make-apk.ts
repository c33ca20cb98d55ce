import { createHash, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Item, makeTar } from '../debian/make-deb.ts';

/** A package the tests make. `files` have paths without a leading slash; their folders are added. */
export interface ApkPackage {
  name: string;
  version?: string;
  depends?: string;
  provides?: string;
  files?: Item[];
  /** Scripts of the package, by name: `.post-install`. */
  scripts?: Record<string, string>;
}

/** Who signs: `name` is that of the public key's file, without `.rsa.pub`. */
export interface ApkKey {
  name: string;
  privateKey: KeyObject;
}

/** A new key; the file with its public half is `<name>.rsa.pub` in the folder. */
export async function makeApkKey(folder: string, name: string): Promise<ApkKey> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  await writeFile(join(folder, `${name}.rsa.pub`), pem);
  return { name, privateKey };
}

/** Writes a repository of apk 2 for x86_64 with these packages; without a key it is not signed. */
export async function makeApkRepository(
  folder: string,
  packages: readonly ApkPackage[],
  key?: ApkKey,
): Promise<void> {
  const arch = join(folder, 'x86_64');
  await mkdir(arch, { recursive: true });
  let index = '';
  for (const one of packages) {
    const { bytes, checksum } = await makeApk(one, key);
    await writeFile(join(arch, `${one.name}-${versionOf(one)}.apk`), bytes);
    index += `${indexRecord(one, bytes.length, checksum)}\n`;
  }
  const tar = await makeTar([dated('DESCRIPTION', 'test\n'), dated('APKINDEX', index)]);
  const packed = gzipSync(tar);
  const file = Buffer.concat([await signature(packed, key), packed]);
  await writeFile(join(arch, 'APKINDEX.tar.gz'), file);
}

/** Three gzip streams: the signature of the second, which has the checksum of the third. */
async function makeApk(what: ApkPackage, key: ApkKey | undefined) {
  const data = gzipSync(await makeTar(withFolders(what.files ?? []).map(withChecksum)));
  const info = [
    `pkgname = ${what.name}`,
    `pkgver = ${versionOf(what)}`,
    'pkgdesc = a package of the tests',
    'url = https://packages.example/',
    'arch = x86_64',
    'license = MIT',
    `size = ${sizeOf(what)}`,
    ...words(what.depends).map((word) => `depend = ${word}`),
    ...words(what.provides).map((word) => `provides = ${word}`),
    `datahash = ${createHash('sha256').update(data).digest('hex')}`,
  ];
  const scripts = Object.entries(what.scripts ?? {});
  const members = [
    dated('.PKGINFO', `${info.join('\n')}\n`),
    ...scripts.map(([name, body]) => ({ ...dated(name, body), mode: 0o755 })),
  ];
  const control = gzipSync(unfinished(await makeTar(members)));
  const bytes = Buffer.concat([await signature(control, key), control, data]);
  return { bytes, checksum: `Q1${createHash('sha1').update(control).digest('base64')}` };
}

async function signature(signed: Buffer, key: ApkKey | undefined): Promise<Buffer> {
  if (!key) return Buffer.alloc(0);
  const bytes = createSign('RSA-SHA1').update(signed).sign(key.privateKey);
  const tar = await makeTar([dated(`.SIGN.RSA.${key.name}.rsa.pub`, bytes)]);
  return gzipSync(unfinished(tar));
}

function indexRecord(one: ApkPackage, size: number, checksum: string): string {
  const fields = [
    ['C', checksum],
    ['P', one.name],
    ['V', versionOf(one)],
    ['A', 'x86_64'],
    ['S', String(size)],
    ['I', String(sizeOf(one))],
    ['T', 'a package of the tests'],
    ['L', 'MIT'],
    ['D', one.depends ?? ''],
    ['p', one.provides ?? ''],
  ];
  const given = fields.filter(([, value]) => value !== '');
  return given.map(([letter, value]) => `${letter}:${value}\n`).join('');
}

/** apk takes no file of a folder that the archive does not have before it. */
function withFolders(files: readonly Item[]): Item[] {
  const named = new Set(files.map(({ name }) => name));
  const folders = [...new Set(files.flatMap(({ name }) => above(name)))]
    .filter((name) => !named.has(name))
    .map((name) => ({ name, type: 'directory' as const }));
  return [...folders, ...files].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function above(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

/** apk compares each file with this checksum, and a link with that of its target. */
function withChecksum({ body, ...header }: Item): Item {
  const item = { ...header, mtime: DAY, ...(body !== undefined && { body }) };
  if (header.type === 'directory') return { ...item, mode: header.mode ?? 0o755 };
  const sum = createHash('sha1').update(body ?? header.linkname ?? '');
  return { ...item, pax: { 'APK-TOOLS.checksum.SHA1': sum.digest('hex') } };
}

const DAY = new Date('2026-01-01T00:00:00Z');

function dated(name: string, body: string | Buffer): Item {
  return { name, body, mtime: DAY };
}

/** Without the two empty blocks that end a tar: the next stream goes on with it. */
function unfinished(tar: Buffer): Buffer {
  return tar.subarray(0, tar.length - 1024);
}

function sizeOf({ files = [] }: ApkPackage): number {
  return files.reduce((sum, { body = '' }) => sum + Buffer.byteLength(body), 0);
}

function versionOf({ version = '1.0-r0' }: ApkPackage): string {
  return version;
}

function words(text = ''): string[] {
  return text.split(' ').filter((word) => word !== '');
}
