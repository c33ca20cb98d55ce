import type { ElfFile, Libc, Machine } from './types.ts';

export interface MachineFacts {
  /** Debian's multiarch names, which are also folders. */
  triplets: string[];
  /** Where the ABI puts the loaders. */
  loaders: { path: string; libc: Libc }[];
  /** What glibc puts for `$PLATFORM`. */
  platform: string;
}

const glibc = (path: string) => ({ path, libc: 'glibc' as const });
const musl = (name: string) => ({ path: `/lib/ld-musl-${name}.so.1`, libc: 'musl' as const });

export const MACHINES: Record<Machine, MachineFacts> = {
  x86_64: {
    triplets: ['x86_64-linux-gnu'],
    loaders: [glibc('/lib64/ld-linux-x86-64.so.2'), musl('x86_64')],
    platform: 'x86_64',
  },
  aarch64: {
    triplets: ['aarch64-linux-gnu'],
    loaders: [glibc('/lib/ld-linux-aarch64.so.1'), musl('aarch64')],
    platform: 'aarch64',
  },
  arm: {
    triplets: ['arm-linux-gnueabihf', 'arm-linux-gnueabi'],
    loaders: [
      glibc('/lib/ld-linux-armhf.so.3'),
      glibc('/lib/ld-linux.so.3'),
      musl('armhf'),
      musl('arm'),
    ],
    platform: 'v7l',
  },
  i386: {
    triplets: ['i386-linux-gnu'],
    loaders: [glibc('/lib/ld-linux.so.2'), musl('i386')],
    platform: 'i686',
  },
  riscv64: {
    triplets: ['riscv64-linux-gnu'],
    loaders: [glibc('/lib/ld-linux-riscv64-lp64d.so.1'), musl('riscv64')],
    platform: 'riscv64',
  },
  ppc64le: {
    triplets: ['powerpc64le-linux-gnu'],
    loaders: [glibc('/lib64/ld64.so.2'), musl('powerpc64le')],
    platform: 'ppc64le',
  },
  s390x: {
    triplets: ['s390x-linux-gnu'],
    loaders: [glibc('/lib/ld64.so.1'), musl('s390x')],
    platform: 's390x',
  },
  other: { triplets: [], loaders: [], platform: '' },
};

/** Whether two files can be in one process, or a loader can load a program. */
export function isFor(elf: ElfFile, other: Pick<ElfFile, 'class' | 'machine'>): boolean {
  return elf.class === other.class && elf.machine === other.machine;
}
