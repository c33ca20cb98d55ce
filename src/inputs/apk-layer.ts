import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { blobDir } from '../cache.ts';
import type { BuildNetwork, Pipeline } from '../dagger/index.ts';
import { HardenError } from '../diagnostics/diagnostic.ts';
import { openArchive } from '../oci/archive.ts';
import { AS_PACKAGED, normalizeLayer } from '../oci/artifacts.ts';
import { writeLayer } from '../oci/layer.ts';
import type { Content, LayerBlob } from '../oci/types.ts';
import { isApkScripts, timelessScripts } from '../packages/apk-scripts.ts';
import type { AddedApk, ImageBase } from '../plan/types.ts';
import { byDigest } from '../registry/reference.ts';
import { isUrl, missingFiles } from './apk-files.ts';
import type { InputContext } from './context.ts';
import { pinnedImage } from './pinned-image.ts';

export interface ApkLayerInput extends InputContext {
  /** The base, whose image has this digest. */
  base: ImageBase;
  digest: string;
  /** The folder of the spec, which local repositories and keys are relative to. */
  folder: string;
  network: BuildNetwork;
  pipeline: Pick<Pipeline, 'installApk'>;
  /** Where the engine may write its archive. */
  archive: string;
  /** Asks the repositories again, whatever the engine has kept. */
  cacheBuster?: string;
}

/**
 * What apk changes of a base when it adds packages. Repositories get fixes every day, so the
 * engine's cache may answer for a day.
 */
export async function apkLayer(packages: AddedApk, input: ApkLayerInput): Promise<LayerBlob> {
  const { base, digest, pipeline, platform, network, archive, folder, now, signal } = input;
  const { names, origins } = packages;
  const missing = await missingFiles(packages, input);
  if (missing.length > 0) throw new HardenError(...missing);
  const installer =
    packages.installer && (await pinnedImage(packages.installer, 'installer', input)).ref;
  await pipeline.installApk({
    image: byDigest(base.ref, digest),
    ...(installer && { installer }),
    names,
    repositories: packages.repositories.map((written) => ({
      written,
      place: isUrl(written) ? written : resolve(folder, written),
    })),
    keys: packages.keys.map((path) => resolve(folder, path)),
    origins,
    origin: base.origin,
    platform,
    network,
    freshness: input.cacheBuster ?? now.toISOString().slice(0, 10),
    archive,
  });
  return layerOf(archive, signal);
}

async function layerOf(archive: string, signal: AbortSignal): Promise<LayerBlob> {
  const opened = await openArchive(archive);
  try {
    const bytes = opened.blob(opened.layers[0]?.descriptor.digest ?? '');
    const contents = normalizeLayer(bytes, { ...AS_PACKAGED, exclude: LEFT_OUT }, blobDir());
    return await writeLayer(withTimelessScripts(contents), blobDir(), { signal, level: 1 });
  } finally {
    await opened.close();
  }
}

async function* withTimelessScripts(contents: AsyncIterable<Content>): AsyncGenerator<Content> {
  for await (const content of contents) {
    const { entry, body } = content;
    if (!body || !isApkScripts(entry.path)) {
      yield content;
      continue;
    }
    const bytes = timelessScripts(await buffer(body));
    yield { entry: { ...entry, size: bytes.length }, body: once(bytes) };
  }
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
