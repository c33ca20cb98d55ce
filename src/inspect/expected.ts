import type { Expectation } from '../plan/types.ts';
import { comparableName } from '../scan/ecosystem.ts';
import type { ExpectedPackage } from '../scan/types.ts';
import { jarPackages } from './expected/java.ts';
import { goPackages, linkedPackages, rustPackages } from './expected/linked.ts';
import { bunLock, nodeModulesPackages, npmLock, pnpmLock, yarnLock } from './expected/node.ts';
import { composerLock, dotnetPackages, gemfileLock } from './expected/others.ts';
import {
  distInfoPackages,
  poetryPackages,
  requirementsPackages,
  uvPackages,
} from './expected/python.ts';
import type { ExpectedInput, ExpectedPackages, Reader } from './expected/types.ts';

const READERS: Record<Expectation['kind'], Reader> = {
  'bun-lock': bunLock,
  'composer-lock': composerLock,
  'dotnet-deps': dotnetPackages,
  'gemfile-lock': gemfileLock,
  'go-buildinfo': goPackages,
  'java-jars': jarPackages,
  'linked-packages': linkedPackages,
  'node-modules': nodeModulesPackages,
  'npm-lock': npmLock,
  opaque: async () => ({ packages: [], gaps: [] }),
  'pnpm-lock': pnpmLock,
  'python-dist-info': distInfoPackages,
  'python-poetry-lock': poetryPackages,
  'python-requirements': requirementsPackages,
  'python-uv-lock': uvPackages,
  'rust-audit': rustPackages,
  'yarn-lock': yarnLock,
};

/** The packages of the app that a scanner has to see: from lock files and from the image itself. */
export async function expectedPackages(
  input: ExpectedInput & { expectations: readonly Expectation[] },
): Promise<ExpectedPackages> {
  const found = await Promise.all(
    input.expectations.map(({ kind, path }) => READERS[kind](path, input)),
  );
  return {
    packages: onceEach(found.flatMap(({ packages }) => packages)),
    gaps: found.flatMap(({ gaps }) => gaps),
  };
}

/** A lock file and the image may write one package's name differently. */
export function onceEach(packages: ExpectedPackage[]): ExpectedPackage[] {
  const keyOf = ({ name, version, type }: ExpectedPackage) =>
    [type, comparableName(name, type), version].join(' ');
  return [...new Map(packages.map((one) => [keyOf(one), one])).values()];
}
