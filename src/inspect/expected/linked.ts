import { type LinkedList, linkedInto } from '../../scan/linked.ts';
import type { ExpectedPackage } from '../../scan/types.ts';
import { eachArtifact } from './artifacts.ts';
import type { Reader } from './types.ts';

/** The modules that the linker wrote into a Go program. */
export const goPackages = readerOf(
  ['go'],
  'holds no Go build info, so no scanner can see its modules',
);

/** The crates that `cargo auditable` wrote into a Rust program. */
export const rustPackages = readerOf(
  ['rust'],
  'holds no list of crates: build it with cargo auditable, or no scanner can see them',
);

/** What a program of any language says is linked into it. */
export const linkedPackages = readerOf(
  undefined,
  'does not say what is linked into it, so no scanner can see that; write with: {opaque: true} if you know it and accept it',
);

function readerOf(lists: readonly LinkedList[] | undefined, gap: string): Reader {
  return async (path, input) => {
    const wanted = path.replace(/^\//, '');
    let found: ExpectedPackage[] | undefined;
    await eachArtifact(
      input,
      (file) => file === wanted,
      async (file) => {
        found = (await linkedInto(file, lists))?.packages;
      },
    );
    return found ? { packages: found, gaps: [] } : { packages: [], gaps: [`${path} ${gap}`] };
  };
}
