import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileSet, type SeenFile } from '../../src/eject/file-set.ts';
import { findImage } from '../../src/find-image.ts';
import type { Platform } from '../../src/plan/types.ts';
import { createRegistryClient } from '../../src/registry/client.ts';

/** Every file of an image in a layout or an archive, by its path without a leading slash. */
export async function imageFiles(
  image: string,
  platform: Platform,
): Promise<Map<string, SeenFile>> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-bench-image-'));
  try {
    const asked = { image, cwd: folder, platform };
    const place = { path: (name: string) => join(folder, name) };
    const { layout } = await findImage(asked, createRegistryClient(), place);
    return await fileSet(layout, new AbortController().signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
