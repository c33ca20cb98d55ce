import { describe, digestOf } from '../oci/digest.ts';
import { canonicalJson, MEDIA } from '../oci/spec.ts';
import type { Descriptor } from '../oci/types.ts';
import { KIND, type Kind, REF_NAME } from './format.ts';

/** One entry of a bundle's index, and all that it leads to. */
export interface Item {
  /** As the index has it. */
  entry: Descriptor & { artifactType?: string };
  documents: { digest: string; bytes: Uint8Array }[];
  blobs: { digest: string; size: number; file: string }[];
}

export interface ArtifactInput {
  kind: Kind;
  name: string;
  artifactType: string;
  layers: (Descriptor & { file: string })[];
  /** The layers that are not files yet. */
  documents?: { mediaType: string; bytes: Uint8Array }[];
}

const EMPTY = Buffer.from('{}');
const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json';

/** An OCI artifact of files and documents. */
export function artifactItem({
  kind,
  name,
  artifactType,
  layers,
  documents = [],
}: ArtifactInput): Item {
  const written = documents.map(({ mediaType, bytes }) => describe(mediaType, bytes));
  const manifest = canonicalJson({
    ...{ schemaVersion: 2, mediaType: MEDIA.manifest, artifactType },
    config: describe(EMPTY_TYPE, EMPTY),
    layers: [...written, ...layers.map(({ file: _, ...descriptor }) => descriptor)],
  });
  return {
    entry: {
      ...describe(MEDIA.manifest, manifest),
      artifactType,
      annotations: { [KIND]: kind, [REF_NAME]: name },
    },
    documents: [manifest, EMPTY, ...documents.map(({ bytes }) => bytes)].map((bytes) => ({
      digest: digestOf(bytes),
      bytes,
    })),
    blobs: layers.map(({ digest, size, file }) => ({ digest, size, file })),
  };
}
