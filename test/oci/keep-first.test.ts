import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openBlob } from '../../src/oci/blob-writer.ts';
import { digestOfFile } from '../../src/oci/digest.ts';
import { writeRootArchive } from '../../src/oci/root-archive.ts';

async function blobOf(text: string, blobDir: string): Promise<string> {
  const blob = await openBlob(blobDir);
  await blob.write(Buffer.from(text));
  return blob.commit();
}

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'harden-first-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

const inodeOf = async (file: string) => (await stat(file)).ino;

test('a blob that is there and whole stays the file that it is: an engine may be reading it', async () => {
  const blobDir = await folder();
  const path = await blobOf('layer', blobDir);
  const first = await inodeOf(path);
  expect(await blobOf('layer', blobDir)).toBe(path);
  expect(await inodeOf(path)).toBe(first);
  expect(await readdir(blobDir)).toEqual(['sha256']);
});

test('one that was damaged is written anew', async () => {
  const blobDir = await folder();
  const path = await blobOf('layer', blobDir);
  await writeFile(path, 'lawyr');
  await blobOf('layer', blobDir);
  expect(await readFile(path, 'utf8')).toBe('layer');
});

test('of several that write an archive of the same root at once all are given the first one', async () => {
  const cache = await folder();
  const file = await blobOf('layer', cache);
  const { digest, size } = await digestOfFile(file);
  const layer = { file, digest, size, diffId: digest, uncompressed: size };
  const write = async (_: unknown, index: number) => {
    // Each is done at another time, and all have begun before the first one is.
    await setTimeout(2 * index);
    const archive = await writeRootArchive({
      ...{ layer, ref: 'debian:trixie', platform: 'linux/amd64' as const },
      folder: join(cache, 'toolchains'),
    });
    return `${archive} ${await inodeOf(archive)}`;
  };
  const given = await Promise.all(Array.from({ length: 8 }, write));
  expect(new Set(given).size).toBe(1);
  expect(await readdir(join(cache, 'toolchains'))).toHaveLength(1);
});
