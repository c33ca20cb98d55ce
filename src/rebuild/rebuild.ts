import { mkdir } from 'node:fs/promises';
import type { RegistryClient } from '../registry/client.ts';
import type { Resolved } from '../registry/resolve.ts';
import type { BuildRequest } from '../run.ts';
import { buildAgain } from './build-again.ts';
import { type Difference, imageDifference, type Side } from './difference.ts';
import { rebuildNotes } from './notes.ts';
import type { Recorded } from './recorded.ts';

export interface RebuildRequest extends Omit<BuildRequest, 'pins' | 'noCache' | 'frozen'> {
  /** As its registry has it. */
  image: Resolved;
  recorded: Recorded;
  registry: RegistryClient;
}

/** What came of building an image again. */
export interface Rebuilt {
  /** Of what was built. */
  digest: string;
  same: boolean;
  /** What was not as recorded. */
  notes: string[];
  difference?: Difference;
}

/** Builds a published image again from what its provenance names, and holds both against each other. */
export async function rebuild(request: RebuildRequest): Promise<Rebuilt> {
  const { compiled, recorded, image, registry, env, signal } = request;
  const notes = await rebuildNotes(compiled, recorded, env);
  return buildAgain(request, recorded.inputs, async ({ layout, looked, path }) => {
    const all = [
      ...notes,
      ...looked.map((name) => `${name} is not recorded, and was looked up now`),
    ];
    const digest = layout.manifestDigest;
    if (digest === image.digest) return { digest, same: true, notes: all };
    const repository = image.ref.slice(0, image.ref.indexOf('@'));
    const folder = path('published');
    await mkdir(folder);
    const published: Side = {
      manifest: image.manifest,
      blob: (descriptor) => registry.blob(repository, descriptor, folder),
    };
    const built: Side = {
      manifest: layout.manifest,
      blob: async (descriptor) => layout.blobPath(descriptor.digest),
    };
    const difference = await imageDifference(published, built, signal);
    return { digest, same: false, notes: all, difference };
  });
}
