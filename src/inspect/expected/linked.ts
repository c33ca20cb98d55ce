import { goPackages } from './go.ts';
import type { Reader } from './types.ts';

/** What a program of any language says is linked into it. */
export const linkedPackages: Reader = async (path, input) => {
  const found = await goPackages(path, input);
  if (found.gaps.length === 0) return found;
  const gap = `${path} does not say what is linked into it, so no scanner can see that; write with: {opaque: true} if you know it and accept it`;
  return { packages: [], gaps: [gap] };
};
