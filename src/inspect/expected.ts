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
import type {
  ExpectedInput,
  ExpectedPackages,
  LockInput,
  LockReader,
  Reader,
} from './expected/types.ts';

/** Of lock files in the project. */
const LOCKS = {
  'bun-lock': bunLock,
  'composer-lock': composerLock,
  'gemfile-lock': gemfileLock,
  'npm-lock': npmLock,
  'pnpm-lock': pnpmLock,
  'python-poetry-lock': poetryPackages,
  'python-requirements': requirementsPackages,
  'python-uv-lock': uvPackages,
  'yarn-lock': yarnLock,
} satisfies Partial<Record<Expectation['kind'], LockReader>>;

const READERS: Record<Expectation['kind'], Reader> = {
  ...LOCKS,
  'dotnet-deps': dotnetPackages,
  'go-buildinfo': goPackages,
  'java-jars': jarPackages,
  'linked-packages': linkedPackages,
  'node-modules': nodeModulesPackages,
  opaque: async () => ({ packages: [], gaps: [] }),
  'python-dist-info': distInfoPackages,
  'rust-audit': rustPackages,
};

/** The packages of the app that a scanner has to see: from lock files and from the image itself. */
export async function expectedPackages(
  input: ExpectedInput & { expectations: readonly Expectation[] },
): Promise<ExpectedPackages> {
  return together(input.expectations.map(({ kind, path }) => READERS[kind](path, input)));
}

/** Those that lock files say will be in the image: all that is known before there is one. */
export async function lockedPackages(
  input: LockInput & { expectations: readonly Expectation[] },
): Promise<ExpectedPackages> {
  return together(
    input.expectations.flatMap(({ kind, path }) => (isLock(kind) ? LOCKS[kind](path, input) : [])),
  );
}

/** Whether it is a file of the project that lists the packages, and not a record in the image. */
export function isLock(kind: Expectation['kind']): kind is keyof typeof LOCKS {
  return Object.hasOwn(LOCKS, kind);
}

async function together(reading: readonly Promise<ExpectedPackages>[]): Promise<ExpectedPackages> {
  const found = await Promise.all(reading);
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
