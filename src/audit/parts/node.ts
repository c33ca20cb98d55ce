import { isNodeManifest, nodePackageOf } from '../../inspect/ledger/node-files.ts';
import { purl } from '../../packages/purl.ts';
import type { Texts } from '../../packages/types.ts';
import { objectOf, record } from '../../scan/json-object.ts';
import { nodePackage } from '../../scan/node-packages.ts';
import type { Part } from '../types.ts';
import type { Sizes } from './sizes.ts';

export interface NodePart extends Part {
  type: 'node';
  /** Its folder, below the root: `app/node_modules/express`. */
  folder: string;
}

/** The packages of Node by the `package.json` of each, with what lies in its folder and in no other's. */
export function nodeParts(texts: Texts, sizes: Sizes): NodePart[] {
  const manifests = [...texts].filter(([path]) => isNodeManifest(path));
  const files = new Map<string, string[]>();
  if (manifests.length > 0) {
    for (const path of sizes.paths()) {
      const folder = nodePackageOf(path)?.folder;
      if (folder === undefined) continue;
      const known = files.get(folder);
      if (known) known.push(path);
      else files.set(folder, [path]);
    }
  }
  const folders = new Set(manifests.map(([path]) => folderOf(path)));
  return manifests.flatMap(([path, text]) => {
    const named = nodePackage(text);
    const folder = folderOf(path);
    if (!named) return [];
    const own = files.get(folder) ?? [];
    const json = objectOf(text);
    const { license } = json;
    const [scope, bare] = named.name.startsWith('@')
      ? named.name.split('/')
      : [undefined, named.name];
    return [
      {
        id: `node:/${folder}`,
        type: 'node' as const,
        name: named.name,
        version: named.version,
        purl: purl('npm', scope, bare ?? named.name, named.version),
        ...(typeof license === 'string' && license !== '' && { license }),
        files: own,
        size: own.reduce((sum, one) => sum + (sizes.of(one) ?? 0), 0),
        path,
        depends: askedFor(json).flatMap((name) => {
          const at = resolvedFrom(folder, name, folders);
          return at === undefined ? [] : [`node:/${at}`];
        }),
        folder,
      },
    ];
  });
}

/** The folder that Node takes a package from, for a module in a folder: the nearest `node_modules`. */
export function resolvedFrom(
  folder: string,
  name: string,
  folders: ReadonlySet<string>,
): string | undefined {
  const parts = folder === '' ? [] : folder.split('/');
  for (let depth = parts.length; depth >= 0; depth--) {
    if (parts[depth - 1] === 'node_modules') continue;
    const at = [...parts.slice(0, depth), 'node_modules', name].join('/');
    if (folders.has(at)) return at;
  }
  return undefined;
}

/** What is there of those is loaded. */
function askedFor(json: Record<string, unknown>): string[] {
  const keys = ['dependencies', 'optionalDependencies', 'peerDependencies'];
  return [...new Set(keys.flatMap((key) => Object.keys(record(json[key]))))];
}

function folderOf(path: string): string {
  return path.replace(/\/package\.json$/, '');
}
