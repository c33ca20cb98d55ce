import type { ImageRoot } from '../../inspect/image-root.ts';
import type { FileLedger } from '../../inspect/ledger/types.ts';
import { purl } from '../../packages/purl.ts';
import type { ExpectedPackage } from '../../scan/types.ts';
import type { Part } from '../types.ts';
import { type Sizes, sizesOf } from './sizes.ts';

/** Modules of Go and crates of Rust, by what programs say is linked into them: they have no files. */
export function linkedParts({ binaries }: Pick<ImageRoot, 'binaries'>): Part[] {
  return binaries.flatMap(({ path, linked }) =>
    (linked?.packages ?? []).map((one) => insideOf(path, one)),
  );
}

/** Artifacts of Maven, by what jars say. A jar in a jar is a part of the outer one. */
export function jarParts(
  jars: readonly { path: string; packages: readonly ExpectedPackage[] }[],
  sizes: Sizes,
): Part[] {
  return jars.flatMap(({ path, packages }) =>
    packages.map((one, index) => ({
      ...insideOf(`/${path}`, one),
      // Nobody could tell the bytes of one from those of the others.
      ...(packages.length === 1 && index === 0 && sizesOf([path], sizes)),
    })),
  );
}

/** Language runtimes that no package manager installed; `claimed` gives the files of each. */
export function runtimeParts(
  runtimes: FileLedger['runtimes'],
  claimed: ReadonlyMap<string, readonly string[]>,
  sizes: Sizes,
): Part[] {
  const names = [...new Map(runtimes.map((one) => [`${one.name} ${one.version}`, one]))];
  return names.map(([key, { name, version, path }]) => ({
    id: `runtime:${key}`,
    type: 'runtime',
    name,
    version,
    purl: purl('generic', undefined, name, version),
    ...sizesOf(claimed.get(key) ?? [], sizes),
    path: path.replace(/^\//, ''),
    depends: [],
  }));
}

function insideOf(path: string, { name, version, type }: ExpectedPackage): Part {
  return {
    id: `${type}:${path}#${name}@${version}`,
    type: type as Part['type'],
    name,
    version,
    purl: purlOf(name, version, type),
    files: [],
    size: 0,
    path: path.replace(/^\//, ''),
    depends: [],
  };
}

function purlOf(name: string, version: string, type: string): string {
  if (type === 'java') {
    const [artifact = name, group] = name.split(':').reverse();
    return purl('maven', group, artifact, version);
  }
  if (type === 'rust') return purl('cargo', undefined, name, version);
  const parts = name.split('/');
  const last = parts.pop() ?? name;
  return purl('golang', parts.join('/') || undefined, last, version);
}
