import { buffer } from 'node:stream/consumers';
import { blobDir } from '../cache.ts';
import { openArchive } from '../oci/archive.ts';
import { AS_PACKAGED, normalizeLayer } from '../oci/artifacts.ts';
import { writeLayer } from '../oci/layer.ts';
import type { Content, LayerBlob } from '../oci/types.ts';
import { APK_DATABASES, APK_WORLD } from '../packages/apk.ts';
import { isApkScripts, timelessScripts } from '../packages/apk-scripts.ts';

export interface ApkArchive {
  layer: LayerBlob;
  /** The package databases that apk wrote. */
  databases: Map<string, string>;
}

/** The archive that apk's changes of a base are in, as a layer; `worldOf` says what its `world` is. */
export async function readApkArchive(
  file: string,
  worldOf: (text: string) => string,
  signal: AbortSignal,
): Promise<ApkArchive> {
  const opened = await openArchive(file);
  const databases = new Map<string, string>();
  try {
    const bytes = opened.blob(opened.layers[0]?.descriptor.digest ?? '');
    const contents = normalizeLayer(bytes, { ...AS_PACKAGED, exclude: LEFT_OUT }, blobDir());
    const own = asAsked(contents, databases, worldOf);
    const layer = await writeLayer(own, blobDir(), { signal, level: 1 });
    return { layer, databases };
  } finally {
    await opened.close();
  }
}

/** What apk itself writes: a database is read on the way; the time and the versions it was told go. */
async function* asAsked(
  contents: AsyncIterable<Content>,
  databases: Map<string, string>,
  worldOf: (text: string) => string,
): AsyncGenerator<Content> {
  for await (const content of contents) {
    const { entry, body } = content;
    const { path } = entry;
    if (!body) yield content;
    else if (isApkScripts(path)) yield withBytes(content, timelessScripts(await buffer(body)));
    else if (path === APK_WORLD) {
      yield withBytes(content, Buffer.from(worldOf((await buffer(body)).toString())));
    } else if (APK_DATABASES.includes(path)) {
      const bytes = await buffer(body);
      databases.set(path, bytes.toString());
      yield withBytes(content, bytes);
    } else yield content;
  }
}

function withBytes({ entry }: Content, bytes: Uint8Array): Content {
  return { entry: { ...entry, size: bytes.length }, body: once(bytes) };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** What a running system and apk itself leave behind. */
const LEFT_OUT = [
  '/dev/**',
  '/proc/**',
  '/sys/**',
  '/run/harden',
  '/var/log/apk.log',
  '/var/cache/apk/**',
];
