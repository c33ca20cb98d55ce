import { rustAuditData } from '../../scan/rust-audit.ts';
import type { ExpectedPackage } from '../../scan/types.ts';
import { eachArtifact } from './artifacts.ts';
import type { Reader } from './types.ts';

/** The crates that `cargo auditable` wrote into a Rust program. */
export const rustPackages: Reader = async (path, input) => {
  const wanted = path.replace(/^\//, '');
  let found: ExpectedPackage[] | undefined;
  await eachArtifact(
    input,
    (file) => file === wanted,
    async (file) => {
      found = await rustAuditData(file);
    },
  );
  if (found && found.length > 0) return { packages: found, gaps: [] };
  const gap = `${path} holds no list of crates: build it with cargo auditable, or no scanner can see them`;
  return { packages: [], gaps: [gap] };
};
