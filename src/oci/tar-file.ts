import { open, rename, rm } from 'node:fs/promises';
import { writeTar } from './tar-write.ts';
import type { Content } from './types.ts';

/** Writes a tar beside its place and moves it there when it is whole. */
export async function writeTarFile(
  contents: AsyncIterable<Content>,
  path: string,
  signal?: AbortSignal,
): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  const out = await open(temporary, 'w', 0o644);
  try {
    for await (const chunk of writeTar(contents)) {
      signal?.throwIfAborted();
      await out.writeFile(chunk);
    }
    await out.close();
    await rename(temporary, path);
  } finally {
    await out.close().catch(() => undefined);
    await rm(temporary, { force: true });
  }
}
