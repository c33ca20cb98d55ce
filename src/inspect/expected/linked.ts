import { goPackages } from './go.ts';
import { rustPackages } from './rust.ts';
import type { Reader } from './types.ts';

/** What a program of any language says is linked into it. */
export const linkedPackages: Reader = async (path, input) => {
  for (const read of [goPackages, rustPackages]) {
    const found = await read(path, input);
    if (found.gaps.length === 0) return found;
  }
  const gap = `${path} does not say what is linked into it, so no scanner can see that; write with: {opaque: true} if you know it and accept it`;
  return { packages: [], gaps: [gap] };
};
