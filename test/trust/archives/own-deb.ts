import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { isLeftOut } from '../../../src/debian/paths.ts';
import { streamSource } from '../../../src/oci/byte-source.ts';
import { readTar } from '../../../src/oci/tar-read.ts';
import type { Entry } from '../../../src/oci/types.ts';

/** An entry that was unpacked, and the SHA-256 of its bytes. */
export interface Found {
  entry: Entry;
  digest: string;
}

/** What another reading of a package has in another way, with the reader of layers and not that of packages. */
export async function unlikeOwn(
  path: string,
  found: readonly Found[],
): Promise<string | undefined> {
  const tar = dataOf(await readFile(path));
  // What counts for all entries of a tar is nothing that a package may have, and dpkg reads none of it.
  if (hasGlobal(tar)) return undefined;
  const own = await entriesOf(tar);
  const shown = new Map(found.map((one) => [one.entry.path, lineOf(one)]));
  for (const [name, line] of own) {
    if (isLeftOut(name, 'addition')) continue;
    if (!shown.has(name)) return `lost ${JSON.stringify(name)}`;
    if (shown.get(name) !== line) return `has ${shown.get(name)}, another reader ${line}`;
  }
  const parents = new Set([...own.keys()].flatMap(foldersOf));
  const made = [...shown.keys()].filter((name) => !own.has(name) && !parents.has(name));
  const foreign = made.find((name) => !/^var(?:\/lib(?:\/dpkg(?:\/|$)|$)|$)/.test(name));
  return foreign && `has ${JSON.stringify(foreign)}, which another reader does not`;
}

/** The bytes of data.tar: 60 columns, then a member, filled up to an even place. */
function dataOf(bytes: Buffer): Buffer {
  for (let at = 8; at < bytes.length; ) {
    const header = bytes.toString('latin1', at, at + 60);
    const size = Number(header.slice(48, 58));
    const member = bytes.subarray(at + 60, at + 60 + size);
    if (/^data\.tar[ /]/.test(header)) return member;
    if (/^data\.tar\.gz[ /]/.test(header)) return gunzipSync(member);
    at += 60 + size + (size % 2);
  }
  throw new Error('another reader finds no data.tar');
}

function hasGlobal(tar: Buffer): boolean {
  for (let at = 0; at < tar.length; at += 512) {
    if (tar.toString('latin1', at + 156, at + 157) === 'g' && tar.includes('ustar', at + 257))
      return true;
  }
  return false;
}

/** The first entry of each path, as a text. */
async function entriesOf(tar: Buffer): Promise<Map<string, string>> {
  const own = new Map<string, string>();
  async function* whole() {
    yield tar;
  }
  for await (const { path, type, mode, size, target, offset } of readTar(
    streamSource(whole()),
    'own',
  )) {
    const name = merged(path);
    if (name === '' || own.has(name)) continue;
    const bytes = tar.subarray(offset, offset + size);
    const digest = type === 'file' ? createHash('sha256').update(bytes).digest('hex') : '';
    const hard = type === 'hardlink';
    const entry = { path: name, type, mode, size, target: hard ? merged(target) : target };
    own.set(name, lineOf({ entry: entry as Entry, digest }));
  }
  return own;
}

function lineOf({ entry: { path, type, mode, size, target = '' }, digest }: Found): string {
  const rights = type === 'symlink' ? '' : (mode & 0o1777).toString(8);
  return [JSON.stringify(path), type, rights, type === 'file' ? size : '', target, digest].join(
    ' ',
  );
}

/** Without dots and slashes that say nothing, and with the folders that are links followed. */
function merged(path: string): string {
  const clean = path
    .replace(/^(?:\.?\/)+/, '')
    .replace(/\/(?:\.?\/)*(?:\.?$)/, '')
    .replace(/\/(?:\.?\/)+/g, '/');
  if (clean === '.') return '';
  if (/^(?:bin|sbin|lib|lib64)$/.test(clean)) return '';
  return clean.replace(/^(?=(?:bin|sbin|lib|lib64)\/)/, 'usr/');
}

function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_part, index) => parts.slice(0, index).join('/'));
}
