import type { OciConfig } from './spec.ts';
import type { LayerBlob } from './types.ts';

/** A layer of a base; a gzip layer under its OCI name unless told otherwise. */
export type BaseBlob = LayerBlob & { mediaType?: string };

/**
 * What an image stands on. `digest` is that of the base's platform manifest, or of the one layer
 * of a base that harden put together; empty for scratch.
 */
export interface BaseImage {
  kind: string;
  ref: string;
  digest: string;
  config?: OciConfig;
  layers: { blob: BaseBlob }[];
}

export const SCRATCH: BaseImage = { kind: 'scratch', ref: 'scratch', digest: '', layers: [] };
