import { goBuildInfo } from '../../scan/expected.ts';
import type { ExpectedPackage } from '../../scan/types.ts';
import { eachArtifact } from './artifacts.ts';
import type { Reader } from './types.ts';

/** The modules that the linker wrote into a Go program. */
export const goPackages: Reader = async (path, input) => {
  const wanted = path.replace(/^\//, '');
  let found: ExpectedPackage[] | undefined;
  await eachArtifact(
    input,
    (file) => file === wanted,
    async (file) => {
      found = (await goBuildInfo(file))?.packages;
    },
  );
  if (found) return { packages: found, gaps: [] };
  const gap = `${path} holds no Go build info, so no scanner can see its modules`;
  return { packages: [], gaps: [gap] };
};
