import type { Preset } from '../preset/types.ts';
import type { DockerfileHints } from './dockerfile/hints.ts';
import { besides } from './native.ts';
import type { Draft, Native } from './types.ts';

/** Packages that the Dockerfile installs to build with, as far as they are libraries. */
export function namedPackages(hints: DockerfileHints | undefined, { data }: Preset): Native[] {
  const there = data.toolchain.debian?.trixie?.packages ?? [];
  return (hints?.buildPackages ?? [])
    .concat(hints?.runtimePackages ?? [])
    .filter(({ value }) => /-dev$/.test(value) && !there.includes(value))
    .map((one) => ({ ...one, packages: [one.value, ...besides(one.value)] }));
}

export function toolchainOf({ data }: Preset, native: readonly Native[]): Pick<Draft, 'toolchain'> {
  const own = data.toolchain.debian?.trixie?.packages;
  if (native.length === 0 || !own) return {};
  const packages = [...new Set([...own, ...native.flatMap((one) => one.packages)])].sort();
  return { toolchain: { debian: 'trixie', packages } };
}
