import type { Finder, Found } from './finder.ts';
import { libcOf, loaderLibc } from './libc.ts';
import { isFor, MACHINES } from './machines.ts';
import type { ClosureProblem } from './problems.ts';
import type { Loaded } from './search-path.ts';
import type { ElfFile, Libc } from './types.ts';

/** What brings a subject into memory. */
export interface Host {
  /** Whose rules count. */
  libc: Libc;
  loader?: Found;
  /** Whether it stands in for the loader of another libc: musl's under the name of glibc's. */
  standsIn: boolean;
}

/**
 * The loader a program asks for; for a library the one the image has for such files. A problem
 * without a host means that there is nothing to go on with.
 */
export function hostOf(subject: Loaded, finder: Finder): { host?: Host; problem?: ClosureProblem } {
  const { elf, path: file } = subject;
  const libc = libcOf(elf);
  const asked = elf.interpreter?.startsWith('/') ? finder.at(elf.interpreter) : undefined;
  if (asked && isFor(asked.elf, elf)) {
    const real = libcOfLoader(asked);
    const own = loaderLibc(elf.interpreter ?? '');
    return {
      host: { libc: real ?? libc ?? 'glibc', loader: asked, standsIn: real !== own },
    };
  }
  const offered = offeredFor(elf, finder);
  const other = offered[0];
  if (libc && other && offered.every((one) => one.libc !== libc)) {
    return { problem: { kind: 'wrong-libc', file, libc, expected: other.libc } };
  }
  if (elf.interpreter !== undefined) {
    return {
      host: { libc: libc ?? 'glibc', standsIn: false },
      problem: { kind: 'missing-loader', file, loader: elf.interpreter },
    };
  }
  const fitting = offered.find((one) => libc === undefined || one.libc === libc);
  return { host: fitting ?? { libc: libc ?? 'glibc', standsIn: false } };
}

/** The loaders an image has at the places where programs of this machine look for them. */
function offeredFor(elf: ElfFile, finder: Finder): (Host & { loader: Found })[] {
  return MACHINES[elf.machine].loaders.flatMap(({ path }) => {
    const loader = finder.at(path);
    const libc = loader && isFor(loader.elf, elf) ? libcOfLoader(loader) : undefined;
    return loader && libc ? [{ libc, loader, standsIn: false }] : [];
  });
}

/** musl's loader is often linked to the name of glibc's, so the name it was asked by comes last. */
function libcOfLoader({ elf, path, opened }: Found): Libc | undefined {
  return loaderLibc(elf.soname ?? '') ?? loaderLibc(path) ?? loaderLibc(opened);
}
