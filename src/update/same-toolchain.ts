import type { LockContent } from '../lock/schema.ts';
import { canonicalJson } from '../plan/digest.ts';

/** Whether two locks build the same app, so that only what it stands on is another one. */
export function sameToolchain(before: LockContent, after: LockContent): boolean {
  return canonicalJson(builtBy(before)) === canonicalJson(builtBy(after));
}

function builtBy({ images, debian, preset }: LockContent) {
  const digests = images
    .filter(({ use }) => use === 'toolchain')
    .map(({ ref, digest }) => `${ref} ${digest}`);
  const packages = debian
    .filter(({ use }) => use === 'toolchain')
    .flatMap((set) => set.packages.map(({ sha256 }) => sha256));
  return { preset: preset.digest, digests: digests.sort(), packages: packages.sort() };
}
