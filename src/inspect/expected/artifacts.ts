import { eachFile } from '../../oci/extract.ts';
import { readOwn } from '../../project-files.ts';
import type { ExpectedInput, LockInput } from './types.ts';

/** The base's packages are known from its own database; only what harden built is looked at. */
export async function eachArtifact(
  { layout, workDir }: ExpectedInput,
  wanted: (path: string) => boolean,
  use: Parameters<typeof eachFile>[4],
): Promise<void> {
  const built = layout.layers.filter(({ createdBy }) =>
    /^harden: (dependencies|app)$/.test(createdBy),
  );
  for (const layer of built) await eachFile(layout, layer, wanted, workDir, use);
}

/** What the paths in a layer begin with that lie below a folder of the image. */
export function prefixOf(folder: string): string {
  return folder === '/' ? '' : `${folder.replace(/^\/|\/$/g, '')}/`;
}

/** A lock file of the project; nothing where there is none. */
export async function lockFile(path: string, { folder }: LockInput): Promise<string | undefined> {
  return readOwn(folder, path);
}
