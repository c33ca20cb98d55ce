import type { LayerBlob } from '../oci/types.ts';
import { pushArtifact } from './image.ts';
import type { JAVA_INDEX_SEED, TRIVY_DATABASE_SEED } from './scanner-seeds.ts';

/** Pushes an archive as one of the databases that Trivy looks for. Gives its manifest's digest. */
export function pushDatabase(
  seed: typeof TRIVY_DATABASE_SEED | typeof JAVA_INDEX_SEED,
  { registry, signal }: { registry: string; signal?: AbortSignal | undefined },
  { digest, size, file }: Pick<LayerBlob, 'digest' | 'size' | 'file'>,
): Promise<string> {
  const annotations = { 'org.opencontainers.image.title': seed.title };
  return pushArtifact({ registry, name: seed.repository, signal }, seed.tag, seed.configType, [
    { mediaType: seed.layerType, digest, size, annotations, file },
  ]);
}
