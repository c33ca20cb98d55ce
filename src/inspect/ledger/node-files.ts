import type { Texts } from '../../packages/types.ts';
import { nodePackage } from '../../scan/node-packages.ts';
import type { ExpectedPackage } from '../../scan/types.ts';
import type { Claim } from './types.ts';

const PACKAGE = /^((?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/.@][^/]*))\//;
const MANIFEST = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/.@][^/]*\/package\.json$/;

/** The folder of the innermost package of a node_modules folder that a path lies in, and its name. */
export function nodePackageOf(path: string): { folder: string; name: string } | undefined {
  const found = PACKAGE.exec(path);
  return found ? { folder: found[1] ?? '', name: found[2] ?? '' } : undefined;
}

/** The package.json of a package; those further inside it say other things. */
export function isNodeManifest(path: string): boolean {
  return MANIFEST.test(path);
}

/** The package that such a file names. */
export function namedNodePackages(path: string, text: string): ExpectedPackage[] {
  const found = isNodeManifest(path) ? nodePackage(text) : undefined;
  return found ? [found] : [];
}

/** Files of Node packages whose package.json says who they are; one of a workspace has no version. */
export function nodeFiles(texts: Texts): Claim {
  const manifests = new Set(
    [...texts].flatMap(([path, text]) =>
      isNodeManifest(path) && (nodePackage(text) || isPrivate(text)) ? [path] : [],
    ),
  );
  return ({ path }) => {
    const found = nodePackageOf(path);
    if (!found || !manifests.has(`${found.folder}/package.json`)) return undefined;
    return { kind: 'dependency', name: found.name };
  };
}

function isPrivate(text: string): boolean {
  return /"private"\s*:\s*true/.test(text);
}
