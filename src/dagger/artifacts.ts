import { basename } from 'node:path/posix';
import type { Client, Container, Directory } from '@dagger.io/dagger';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { Artifact } from '../plan/types.ts';
import { OCI_MEDIA_TYPES, REGULAR_FILE, UNCOMPRESSED } from './enums.ts';

type Layer = Artifact['layer'];

/** The order of the layers in the archive; what changes seldom comes first. */
const ORDER: Layer[] = ['dependencies', 'app'];

/**
 * Writes the named artifacts, and nothing else, to an OCI archive on the host: a container without
 * a base, one layer for each kind of artifact.
 * @returns the kind of each layer of the archive, in order.
 */
export async function exportArtifacts(
  client: Client,
  built: Container,
  artifacts: readonly Artifact[],
  file: string,
): Promise<Layer[]> {
  const isFile = await Promise.all(artifacts.map((artifact) => kindOf(built, artifact)));
  const kinds = ORDER.filter((kind) => artifacts.some((artifact) => artifact.layer === kind));
  let tree = client.container();
  for (const kind of kinds) {
    let layer = client.directory();
    artifacts.forEach((artifact, index) => {
      if (artifact.layer === kind) layer = place(layer, built, artifact, isFile[index] === true);
    });
    tree = tree.withDirectory('/', layer);
  }
  // Harden writes its own compressed layers from these, so compressing here would be wasted.
  await tree
    .asTarball({ mediaTypes: OCI_MEDIA_TYPES, forcedCompression: UNCOMPRESSED })
    .export(file);
  return kinds;
}

/** Whether the artifact is a file; a folder gives false, and nothing at all is an error. */
async function kindOf(built: Container, artifact: Artifact): Promise<boolean> {
  const [exists, isFile] = await Promise.all([
    built.exists(artifact.from),
    built.exists(artifact.from, { expectedType: REGULAR_FILE }),
  ]);
  if (exists) return isFile;
  throw new HardenError(
    error('build/artifact-missing', `the build made no ${artifact.from}`, {
      span: artifact.origin,
      hint: `make a build step write ${artifact.from}, or name the path it does write under artifacts`,
    }),
  );
}

function place(layer: Directory, built: Container, artifact: Artifact, isFile: boolean): Directory {
  if (!isFile) {
    return layer.withDirectory(artifact.to, built.directory(artifact.from), {
      exclude: artifact.exclude ?? [],
    });
  }
  const to = artifact.to.endsWith('/') ? `${artifact.to}${basename(artifact.from)}` : artifact.to;
  const options = artifact.mode ? { permissions: Number.parseInt(artifact.mode, 8) } : {};
  return layer.withFile(to, built.file(artifact.from), options);
}
