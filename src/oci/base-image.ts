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
  /** `runtime`: a layer of harden's own that changes the base. */
  layers: { blob: BaseBlob; kind?: 'runtime' }[];
}

export const SCRATCH: BaseImage = { kind: 'scratch', ref: 'scratch', digest: '', layers: [] };
