import { blobDir } from '../cache.ts';
import type { BuildInput, Pipeline, ResolvedToolchain } from '../dagger/index.ts';
import { type Diagnostic, error, HardenError } from '../diagnostics/diagnostic.ts';
import { dependencyKey } from '../inputs/dependency-key.ts';
import { imageArchives } from '../inputs/image-archives.ts';
import { keepDependencies } from '../inputs/offline-dependencies.ts';
import { openArchive } from '../oci/archive.ts';
import { AS_PACKAGED, normalizeLayer } from '../oci/artifacts.ts';
import { writeLayer } from '../oci/layer.ts';
import { writeRootArchive } from '../oci/root-archive.ts';
import type { LayerBlob } from '../oci/types.ts';
import type { Run } from '../run.ts';

/** A copy on a stick is written once and read once. */
const LEVEL = 1;

interface Dependencies {
  key: string;
  layer: LayerBlob;
}

/** What the steps for dependencies leave; nothing where the plan has none. */
export async function dependencyLayer(
  pipeline: Pick<Pipeline, 'dependencies'>,
  built: BuildInput,
  { workspace, timings, signal }: Pick<Run, 'workspace' | 'timings' | 'signal'>,
): Promise<Dependencies | undefined> {
  const { plan, folder, toolchain } = built;
  const key = await dependencyKey(plan, folder, toolchain);
  if (key === undefined) return undefined;
  return timings.measure('dependencies', 'running the steps for dependencies', async () => {
    const archive = workspace.path('dependencies.tar');
    await pipeline.dependencies({ ...built, archive });
    const made = { key, layer: await layerIn(archive, signal) };
    await keepDependencies(made);
    return made;
  });
}

/**
 * Runs the other steps as a build with the bundle will: on the toolchain out of an archive, with what
 * the steps for dependencies left, and without a network.
 * @throws HardenError bundle/needs-network at the step that does need one.
 */
export async function tryOffline(
  pipeline: Pick<Pipeline, 'build'>,
  built: BuildInput,
  dependencies: Dependencies | undefined,
  folder: string,
): Promise<void> {
  const { plan } = built;
  const { platform } = plan;
  const file =
    dependencies &&
    (await writeRootArchive({
      ...{ layer: dependencies.layer, ref: 'dependencies', platform, folder },
    }));
  const offline = { platform, apart: true, ...(file && { dependencies: file }) };
  const toolchain = await archived(built);
  const alone = { ...built, toolchain, network: { variables: {} }, offline };
  await pipeline.build(alone).catch(async (thrown: unknown) => {
    const failed = thrown instanceof HardenError ? thrown.diagnostics : [];
    if (!failed.some(({ code }) => code === 'build/step-failed')) throw thrown;
    // A step that fails in any case says so in its own words.
    await pipeline.build(built);
    throw new HardenError(...failed.map(asNeed));
  });
}

async function archived({ toolchain }: BuildInput): Promise<ResolvedToolchain> {
  if (toolchain.kind === 'archive') return toolchain;
  const { ref, digest, platform } = toolchain;
  const file = await imageArchives(platform)(ref, 'toolchain', { digest });
  return { kind: 'archive', ref, digest, file, platform };
}

async function layerIn(archive: string, signal: AbortSignal): Promise<LayerBlob> {
  const opened = await openArchive(archive);
  try {
    const digest = opened.layers[0]?.descriptor.digest ?? '';
    const contents = normalizeLayer(opened.blob(digest), AS_PACKAGED, blobDir());
    return await writeLayer(contents, blobDir(), { level: LEVEL, signal });
  } finally {
    await opened.close();
  }
}

function asNeed(failed: Diagnostic): Diagnostic {
  if (failed.code !== 'build/step-failed') return failed;
  return error('bundle/needs-network', `without a network, ${failed.message}`, {
    ...(failed.span && { span: failed.span }),
    ...(failed.detail && { detail: failed.detail }),
    hint: 'bring what this step fetches with the sources, or let a step for dependencies fetch it',
  });
}
