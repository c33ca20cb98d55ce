import type { ElfFile, Libc } from './types.ts';

const GLIBC_LOADER = /^(?:ld-linux|ld64\.so\.)/;
const MUSL_LOADER = /^(?:ld-musl-|libc\.musl-)/;
/** musl answers these names itself, whatever follows the dot, and never looks for a file. */
const IN_MUSL = /^lib(?:c|pthread|rt|m|dl|util|xnet)\./;

/**
 * The C library an ELF file was built for, by its loader, the libraries it asks for and the symbol
 * versions it asks of them. Undefined for a file that shows none: static, or without libc.
 */
export function libcOf(elf: ElfFile): Libc | undefined {
  const loader = elf.interpreter === undefined ? undefined : loaderLibc(elf.interpreter);
  if (loader) return loader;
  if (elf.needed.includes('libc.so.6')) return 'glibc';
  if (elf.needed.some((name) => MUSL_LOADER.test(name))) return 'musl';
  if (elf.requires.some(({ version }) => version.startsWith('GLIBC_'))) return 'glibc';
  // The libc of Android has the plain name of musl's too, but with symbol versions.
  const plain = elf.needed.includes('libc.so');
  return plain && !elf.requires.some(({ library }) => library === 'libc.so') ? 'musl' : undefined;
}

/** The C library a loader belongs to, by its path or its soname. */
export function loaderLibc(loader: string): Libc | undefined {
  const name = loader.slice(loader.lastIndexOf('/') + 1);
  return GLIBC_LOADER.test(name) ? 'glibc' : MUSL_LOADER.test(name) ? 'musl' : undefined;
}

export function isInMusl(library: string): boolean {
  return IN_MUSL.test(library);
}
