import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Diagnostic, error, type Span } from '../diagnostics/diagnostic.ts';
import { isUrl } from '../packages/apk.ts';
import type { AddedApk, ImageBase, Platform } from '../plan/types.ts';

export interface ApkPlace {
  base: Pick<ImageBase, 'origin'>;
  /** The folder of the spec. */
  folder: string;
  platform: Platform;
}

/** The repositories and keys that the spec names and the host does not have. */
export async function missingFiles(
  { repositories, keys, origins }: AddedApk,
  { base, folder, platform }: ApkPlace,
): Promise<Diagnostic[]> {
  const index = `${ARCHITECTURES[platform]}/APKINDEX.tar.gz`;
  const wanted = [
    ...repositories
      .filter((place) => !isUrl(place))
      .map((place) => ({ place, path: join(place, index), what: `a folder with ${index}` })),
    ...keys.map((place) => ({ place, path: place, what: 'a public key of a repository' })),
  ];
  const found = await Promise.all(
    wanted.map(({ path }) => stat(resolve(folder, path)).catch(() => undefined)),
  );
  return wanted
    .filter((_, at) => !found[at]?.isFile())
    .map(({ place, path, what }) => missingFile(place, path, what, origins[place] ?? base.origin));
}

const ARCHITECTURES: Record<Platform, string> = {
  'linux/amd64': 'x86_64',
  'linux/arm64': 'aarch64',
};

function missingFile(place: string, path: string, what: string, span: Span): Diagnostic {
  const message = `there is no ${path}, expected ${place} to be ${what}`;
  const hint = 'write the path relative to the folder of the spec';
  return error('spec/bad-value', message, { span, hint });
}
