import { basename, dirname } from 'node:path/posix';
import type { Client, Container, Directory } from '@dagger.io/dagger';
import { HardenError } from '../diagnostics/diagnostic.ts';
import { type Listing, missingArtifact } from '../plan/missing-artifact.ts';
import type { Artifact, BuildPlan } from '../plan/types.ts';
import { DIRECTORY, OCI_MEDIA_TYPES, REGULAR_FILE, UNCOMPRESSED } from './enums.ts';

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
  { artifacts, language }: Pick<BuildPlan, 'artifacts' | 'language'>,
  file: string,
): Promise<Layer[]> {
  const isFile = await Promise.all(artifacts.map((artifact) => kindOf(built, artifact, language)));
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
async function kindOf(
  built: Container,
  artifact: Artifact,
  language: BuildPlan['language'],
): Promise<boolean> {
  const [exists, isFile] = await Promise.all([
    built.exists(artifact.from),
    built.exists(artifact.from, { expectedType: REGULAR_FILE }),
  ]);
  if (exists) return isFile;
  throw new HardenError(
    missingArtifact(artifact, language, await listingFor(built, artifact.from)),
  );
}

async function listingFor(built: Container, path: string): Promise<Listing> {
  const folder = dirname(path);
  if (folder !== '/' && !(await built.exists(folder, { expectedType: DIRECTORY })))
    return listingFor(built, folder);
  return { folder, names: await built.directory(folder).entries() };
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
