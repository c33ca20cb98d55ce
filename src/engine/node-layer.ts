import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { readTar } from '../debian/tar-read.ts';
import { newTree } from '../debian/tree.ts';
import { writeLayer } from '../oci/layer.ts';
import { safePath } from '../oci/safe-path.ts';
import type { Content, LayerBlob } from '../oci/types.ts';
import { downloadPackage } from './npm.ts';
import type { NodeRecipe } from './recipe.ts';

/** Compression in JavaScript costs seconds, and a stand-in is pulled on one machine only. */
const LEVEL = 1;
const OWNER = { uid: 0, gid: 0 } as const;

/** What is taken of a package's tarball, and where it goes; a folder ends with a slash. */
export interface Part {
  from: string;
  to: string;
}

interface LayerOptions {
  blobs: string;
  signal: AbortSignal | undefined;
}

/** Node as it is published for this machine, and npm where the recipe has it, as one layer. */
export async function nodeLayer(recipe: NodeRecipe, options: LayerOptions): Promise<LayerBlob> {
  const { blobs, signal } = options;
  const downloads = join(blobs, 'npm');
  const node = recipe.node.packages[process.arch as keyof NodeRecipe['node']['packages']];
  const tarballs = [
    { file: await downloadPackage(node, downloads, signal), parts: recipe.node.parts },
    ...(recipe.npm
      ? [
          {
            file: await downloadPackage(recipe.npm.package, downloads, signal),
            parts: recipe.npm.parts,
          },
        ]
      : []),
  ];
  const links = recipe.npm?.links ?? {};
  return writeLayer(contentsOf(tarballs, links), blobs, {
    level: LEVEL,
    ...(signal && { signal }),
  });
}

/** The parts of the tarballs in their order, each after its folders, and then the links. */
export async function* contentsOf(
  tarballs: readonly { file: string; parts: readonly Part[] }[],
  links: Readonly<Record<string, string>>,
): AsyncGenerator<Content> {
  const tree = newTree();
  for (const { file, parts } of tarballs) {
    for await (const { header, body } of readTar(createReadStream(file).pipe(createGunzip()))) {
      const path = header.type === 'file' ? placed(safePath(header.name), parts) : undefined;
      if (path === undefined) continue;
      const mode = (header.mode ?? 0) & 0o111 ? 0o755 : 0o644;
      const entry = { path, type: 'file', mode, size: header.size ?? 0, ...OWNER } as const;
      yield* tree.place({ entry, body }, file);
    }
  }
  for (const [path, target] of Object.entries(links)) {
    const entry = { path, type: 'symlink', mode: 0o777, size: 0, target, ...OWNER } as const;
    yield* tree.place({ entry }, 'the links');
  }
}

function placed(path: string, parts: readonly Part[]): string | undefined {
  const part = parts.find(({ from }) =>
    from.endsWith('/') ? path.startsWith(from) : path === from,
  );
  return part && part.to + path.slice(part.from.length);
}
