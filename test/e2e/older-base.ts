import { createHash } from 'node:crypto';
import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { cacheDir } from '../../src/cache.ts';
import { readAr } from '../../src/debian/ar.ts';
import { openDeb } from '../../src/debian/deb.ts';
import { readLock, writeLock } from '../../src/lock/file.ts';
import { makeAr, makeTar } from '../debian/make-deb.ts';

/**
 * Locks a project's base to these versions of its packages: files of the newest ones that say so, as
 * mirrors do not keep what is old. They are in the cache, where a locked build looks first.
 */
export async function lockOlder(folder: string, versions: Record<string, string>): Promise<void> {
  const read = await readLock(folder);
  if (!read.ok || !read.value) throw new Error(`${folder} has no lock`);
  const { lockVersion: _, integrity: __, ...content } = read.value;
  const debian = content.debian.map(async (set) => ({
    ...set,
    packages: await Promise.all(
      set.packages.map(async (one) => {
        const version = set.use === 'toolchain' ? undefined : versions[one.name];
        return version ? { ...one, ...(await olderDeb(one.sha256, version)) } : one;
      }),
    ),
  }));
  await writeLock(folder, { ...content, debian: await Promise.all(debian) });
}

/** The package with this checksum, which says that it is of another version. */
async function olderDeb(newest: string, version: string) {
  const file = poolFile(newest);
  const { control, md5sums = '' } = await openDeb(file, newest);
  const tar = await makeTar([
    { name: './control', body: control.replace(/^Version: .*$/m, `Version: ${version}`) },
    { name: './md5sums', body: md5sums },
  ]);
  const bytes = makeAr([
    ['debian-binary', Buffer.from('2.0\n')],
    ['control.tar.gz', gzipSync(tar)],
    await dataOf(file),
  ]);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await writeFile(poolFile(sha256), bytes);
  onTestFinished(() => rm(poolFile(sha256), { force: true }));
  return { version, sha256, size: bytes.length };
}

async function dataOf(file: string): Promise<[name: string, bytes: Buffer]> {
  const handle = await open(file);
  try {
    const member = (await readAr(handle)).find(({ name }) => name.startsWith('data.tar'));
    if (!member) throw new Error(`${file} has no data`);
    const { name, offset, size } = member;
    return [name, (await readFile(file)).subarray(offset, offset + size)];
  } finally {
    await handle.close();
  }
}

function poolFile(sha256: string): string {
  return join(cacheDir(), 'debian', 'pool', sha256);
}
