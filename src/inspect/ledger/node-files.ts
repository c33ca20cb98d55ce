import type { Inventory } from '../types.ts';
import type { Claim } from './types.ts';

const PACKAGE = /^((?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/.@][^/]*))\//;

/** The folder of the innermost package of a node_modules folder that a path lies in, and its name. */
export function nodePackageOf(path: string): { folder: string; name: string } | undefined {
  const found = PACKAGE.exec(path);
  return found ? { folder: found[1] ?? '', name: found[2] ?? '' } : undefined;
}

/** Files of Node packages that say with a package.json who they are. */
export function nodeFiles({ files }: Pick<Inventory, 'files'>): Claim {
  const manifests = new Set(
    files.map(({ path }) => path).filter((path) => path.endsWith('/package.json')),
  );
  return ({ path }) => {
    const found = nodePackageOf(path);
    if (!found || !manifests.has(`${found.folder}/package.json`)) return undefined;
    return { kind: 'dependency', name: found.name };
  };
}
