import type { Toolchain } from '../plan/types.ts';

export type Libc = 'glibc' | 'musl';

/**
 * The C library that a toolchain builds for, as far as its name tells; what it really built is
 * read from the artifacts before they are put on a base.
 */
export function libcOfToolchain(toolchain: Toolchain): Libc {
  if (toolchain.kind === 'debian') return 'glibc';
  return /alpine|musl/.test(toolchain.ref) ? 'musl' : 'glibc';
}
