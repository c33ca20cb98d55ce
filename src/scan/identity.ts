import type { Image } from '../report/types.ts';
import type { ScanReport } from './types.ts';

/** What a scanner's report of an image has to name: its config, and every layer. */
export function identityOf({
  configDigest,
  layers,
}: Pick<Image, 'configDigest' | 'layers'>): ScanReport['image'] {
  return { configDigest, diffIds: layers.map(({ diffId }) => diffId) };
}
