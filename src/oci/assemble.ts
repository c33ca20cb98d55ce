import type { Platform } from '../plan/types.ts';
import { formatReference, parseReference } from '../registry/reference.ts';
import type { Image, ImageLayer, LayerKind } from '../report/types.ts';
import type { BaseBlob } from './base-image.ts';
import { annotationsOf, type ConfigInput, ociConfig } from './config.ts';
import { describe } from './digest.ts';
import { KIND } from './layer-source.ts';
import { canonicalJson, MEDIA, type OciIndex, type OciManifest, ociLayerType } from './spec.ts';
import type { Descriptor, LayerBlob } from './types.ts';
import { type LayoutFiles, writeLayout } from './write-layout.ts';

export interface AssembleInput extends ConfigInput {
  layers: { kind: Exclude<LayerKind, 'base'>; blob: LayerBlob }[];
  /** The folder to write; an OCI layout of harden's that is there already is replaced. */
  layoutDir: string;
  signal?: AbortSignal;
}

/**
 * Stacks the layers on the base's own blobs and writes the result as an OCI layout: all of it, or
 * nothing. The digests depend on the input only, not on the folder, the time or the machine.
 * Throws `cli/output-exists` when the folder holds something else.
 */
export async function assembleImage(input: AssembleInput): Promise<Image> {
  const layers = [
    ...input.base.layers.map(({ blob, kind }) => ({ kind: kind ?? ('base' as const), blob })),
    ...input.layers,
  ];
  const config = document(MEDIA.config, ociConfig(input));
  const manifest = document(MEDIA.manifest, manifestOf(input, config.descriptor));
  const index = indexOf(manifest.descriptor, input);
  await writeLayout(filesOf(input, index, [config, manifest]), input.layoutDir, input.signal);
  return {
    name: input.name,
    digest: manifest.descriptor.digest,
    configDigest: config.descriptor.digest,
    layout: input.layoutDir,
    size: {
      compressed: total(layers.map(({ blob }) => blob.size)),
      uncompressed: total(layers.map(({ blob }) => blob.uncompressed)),
    },
    layers: layers.map(({ kind, blob }) => layerOf(kind, blob)),
    platform: input.platform,
    base: { kind: input.base.kind, ref: input.base.ref, digest: input.base.digest },
  };
}

interface Document {
  descriptor: Descriptor;
  bytes: Buffer;
}

function document(mediaType: string, value: unknown): Document {
  const bytes = canonicalJson(value);
  return { descriptor: describe(mediaType, bytes), bytes };
}

function manifestOf(input: AssembleInput, config: Descriptor): OciManifest {
  return {
    schemaVersion: 2,
    mediaType: MEDIA.manifest,
    config,
    layers: [
      ...[...input.base.layers, ...input.layers].map(({ blob, kind }) => ({
        ...descriptorOf(blob),
        ...(kind && { annotations: { [KIND]: kind } }),
      })),
    ],
    annotations: annotationsOf(input.base),
  };
}

function descriptorOf(blob: BaseBlob): Descriptor {
  const mediaType = ociLayerType(blob.mediaType ?? MEDIA.layerGzip);
  return { mediaType, digest: blob.digest, size: blob.size };
}

/** Two names: the tag, as OCI tools expect it, and the whole name that `docker load` gives. */
function indexOf(manifest: Descriptor, { name, platform }: AssembleInput): OciIndex {
  const annotations = {
    'io.containerd.image.name': fullName(name),
    'org.opencontainers.image.ref.name': 'latest',
  };
  const descriptor = { ...manifest, platform: ociPlatform(platform), annotations };
  return { schemaVersion: 2, mediaType: MEDIA.index, manifests: [descriptor] };
}

/** `docker load` takes the name from here; one that is no reference is left as it is. */
export function fullName(name: string): string {
  const parsed = parseReference(name);
  return parsed.ok ? formatReference(parsed.value) : name;
}

function ociPlatform(platform: Platform): { os: string; architecture: string } {
  const [os = '', architecture = ''] = platform.split('/');
  return { os, architecture };
}

function filesOf(input: AssembleInput, index: OciIndex, documents: Document[]): LayoutFiles {
  return {
    index,
    documents: documents.map(({ descriptor, bytes }) => ({ digest: descriptor.digest, bytes })),
    blobs: [...input.base.layers, ...input.layers].map(({ blob }) => blob),
  };
}

function layerOf(kind: ImageLayer['kind'], blob: LayerBlob): ImageLayer {
  const { digest, diffId, size, uncompressed } = blob;
  return { digest, diffId, size, uncompressed, kind };
}

function total(sizes: number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}
