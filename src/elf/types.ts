/** As `uname -m` says it; `other` for the rest. */
export type Machine =
  | 'x86_64'
  | 'aarch64'
  | 'arm'
  | 'i386'
  | 'riscv64'
  | 'ppc64le'
  | 's390x'
  | 'other';

export type Libc = 'glibc' | 'musl';

/** What a dynamic loader reads of an ELF file before it runs anything. */
export interface ElfFile {
  class: 32 | 64;
  machine: Machine;
  /** `ET_EXEC`, `ET_DYN` (libraries and position-independent programs), the rest (`.o`, core). */
  type: 'executable' | 'shared' | 'other';
  /** The dynamic loader it asks the kernel for, for example `/lib64/ld-linux-x86-64.so.2`. */
  interpreter?: string;
  soname?: string;
  /** Libraries it asks for, in its order. */
  needed: string[];
  /** Split at `:`; only counts when there is no runpath. */
  rpath: string[];
  runpath: string[];
  /** Symbol versions it asks of libraries. */
  requires: VersionRequirement[];
  /** Symbol versions it offers, without the entry that names the library itself. */
  provides: string[];
}

export interface VersionRequirement {
  /** For example `libc.so.6`. */
  library: string;
  /** For example `GLIBC_2.38`. */
  version: string;
  /** Whether it runs without that version too. */
  weak: boolean;
}
