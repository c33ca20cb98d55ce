import { chmodSync, linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { streamSource } from '../../../src/oci/byte-source.ts';
import { readTar } from '../../../src/oci/tar-read.ts';

/**
 * Unpacks a tar as somebody would who has never heard of links: what leads out is written outside. Gives what it
 * could not make.
 */
export async function unpackNaively(tar: Buffer, root: string): Promise<string | undefined> {
  async function* whole() {
    yield tar;
  }
  const folders: [path: string, mode: number][] = [];
  for await (const { path, type, mode, size, target, offset } of readTar(
    streamSource(whole()),
    'layer',
  )) {
    // Not joined, which would take `..` out of it.
    const place = `${root}/${path}`.replace(/\/+$/, '');
    try {
      mkdirSync(dirname(place), { recursive: true });
      if (type === 'directory') {
        mkdirSync(place, { recursive: true });
        folders.push([place, mode]);
        continue;
      }
      if (type === 'symlink') symlinkSync(target, place);
      else if (type === 'hardlink') linkSync(`${root}/${target}`, place);
      else if (type === 'file') writeFileSync(place, tar.subarray(offset, offset + size));
      else return `${path} is a ${type}`;
      if (type === 'file') chmodSync(place, mode);
    } catch (thrown) {
      const { code = 'unknown' } = thrown as NodeJS.ErrnoException;
      // A name that this file system does not have is no mistake of the layer.
      if (code !== 'ENAMETOOLONG') return `${JSON.stringify(path)} cannot be unpacked: ${code}`;
    }
  }
  for (const [place, mode] of folders) chmodSync(place, mode);
  return undefined;
}
