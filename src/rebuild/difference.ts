import { readFile } from 'node:fs/promises';
import { kindOf } from '../oci/layer-source.ts';
import type { OciManifest } from '../oci/spec.ts';
import type { Descriptor } from '../oci/types.ts';
import { firstDifference } from '../plan/difference.ts';
import { fileFacts } from './file-facts.ts';
import { type FileDifference, fileDifferences } from './layer-difference.ts';

/** An image whose blobs can be had, as files. */
export interface Side {
  manifest: OciManifest;
  blob(descriptor: Descriptor): Promise<string>;
}

/** Where two images first differ. */
export type Difference =
  | { at: 'layer'; layer: number; kind: string; file?: FileDifference; files: number }
  | { at: 'layers'; published: number; rebuilt: number }
  | { at: 'config' | 'manifest'; key: string };

/**
 * Where two images first differ, from the lowest layer up: what is wrong in one of them is often the
 * reason for all that follows.
 */
export async function imageDifference(
  published: Side,
  rebuilt: Side,
  signal: AbortSignal,
): Promise<Difference> {
  const [before, after] = [published.manifest.layers, rebuilt.manifest.layers];
  const index = before.findIndex(({ digest }, i) => after[i]?.digest !== digest);
  const [old, now] = [before[index], after[index]];
  if (old && now) {
    const [a, b] = [await published.blob(old), await rebuilt.blob(now)];
    const files = fileDifferences(
      await fileFacts(a, old.digest, signal),
      await fileFacts(b, now.digest, signal),
    );
    const [file] = files;
    const layer = { layer: index + 1, kind: kindOf(now), ...(file && { file }) };
    return { at: 'layer', ...layer, files: files.length };
  }
  if (before.length !== after.length) {
    return { at: 'layers', published: before.length, rebuilt: after.length };
  }
  const [config, other] = await Promise.all([published, rebuilt].map(configOf));
  const key = firstDifference(config, other);
  if (key) return { at: 'config', key };
  return { at: 'manifest', key: firstDifference(published.manifest, rebuilt.manifest) };
}

async function configOf({ manifest, blob }: Side): Promise<unknown> {
  return JSON.parse(await readFile(await blob(manifest.config), 'utf8'));
}
