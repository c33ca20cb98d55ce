import type { FileHandle } from 'node:fs/promises';
import { fileRange, fileSource } from './byte-source.ts';
import { decompress } from './decompress.ts';
import { type LayerRules, type Member, membersOf } from './members.ts';
import { spool } from './spool.ts';
import { readTar } from './tar-read.ts';
import type { Content } from './types.ts';

/** The rules for everything harden builds: owned by root, so that an app cannot write its code. */
export const ROOT_OWNED: LayerRules = { owner: { uid: 0, gid: 0 } };

/** The rules for packages, which know who has to own their files and who may read them. */
export const AS_PACKAGED: LayerRules = {};

/**
 * A layer's tar (plain or gzip) as entries in the order of their paths, made safe and alike: see
 * `membersOf`. The tar lies in `workDir` while it is read and only its headers are in memory.
 * Throws `oci/bad-archive` for a damaged tar and `oci/unsafe-entry` for a hostile one.
 */
export async function* normalizeLayer(
  tar: AsyncIterable<Uint8Array>,
  rules: LayerRules,
  workDir: string,
  where = 'the layer',
): AsyncGenerator<Content> {
  const { file, size, discard } = await spool(decompress(tar, where), workDir);
  try {
    const members = await membersOf(readTar(fileSource(file, size), where), rules);
    for (const member of members) yield contentOf(member, file);
  } finally {
    await discard();
  }
}

function contentOf(member: Member, file: FileHandle): Content {
  const { entry, offset } = member;
  if (entry.type !== 'file') return { entry };
  return { entry, body: fileRange(file, offset, entry.size) };
}
