import type { ImageRoot } from '../../inspect/image-root.ts';
import { purl } from '../../packages/purl.ts';
import type { Part } from '../types.ts';
import { type Sizes, sizesOf } from './sizes.ts';

const GO = /^\/(.+)\/bin\/go$/;
/** Beside its programs Go has the compiler, and the sources of its library. */
const GO_TOOLS = /^(?:pkg\/tool|src\/runtime)\//;
const RUST = /^((?:.*\/)?toolchains\/([^/]+))\/bin\/rustc$/;

/** Toolchains that no package manager of the system installed: those of Go and of rustup. */
export function toolchainParts(
  { binaries }: Pick<ImageRoot, 'binaries'>,
  sizes: Sizes,
  inSystem: ReadonlySet<string>,
): Part[] {
  const found = binaries.flatMap(({ path, linked }) => {
    if (inSystem.has(path.slice(1))) return [];
    const go = linked?.list === 'go' ? GO.exec(path)?.[1] : undefined;
    if (go) {
      const { version = '' } = linked?.packages.find(({ name }) => name === 'stdlib') ?? {};
      return [{ name: 'go', version: version.replace(/^v/, ''), folder: go }];
    }
    const [, folder, version] = RUST.exec(path.slice(1)) ?? [];
    return folder && version ? [{ name: 'rust', version, folder }] : [];
  });
  return found.flatMap(({ name, version, folder }): Part[] => {
    const inside = [...sizes.paths()].filter((path) => path.startsWith(`${folder}/`));
    const isWhole =
      name !== 'go' || inside.some((path) => GO_TOOLS.test(path.slice(folder.length + 1)));
    if (!isWhole) return [];
    return [
      {
        ...{ id: `toolchain:/${folder}`, type: 'toolchain', name, version },
        purl: purl('generic', undefined, name, version),
        ...sizesOf(inside, sizes),
        ...{ path: folder, depends: [] },
      },
    ];
  });
}
