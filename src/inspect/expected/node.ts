import { bunLockPackages } from '../../scan/bun-lock.ts';
import { nodePackage } from '../../scan/node-packages.ts';
import { npmLockPackages } from '../../scan/npm-lock.ts';
import { pnpmLockPackages } from '../../scan/pnpm-lock.ts';
import type { ExpectedPackage } from '../../scan/types.ts';
import { yarnLockPackages } from '../../scan/yarn-lock.ts';
import { eachArtifact, lockFile, prefixOf } from './artifacts.ts';
import { proven } from './proven.ts';
import type { LockReader, Reader } from './types.ts';
import { workspaceManifests } from './workspaces.ts';

const MANIFEST_LIMIT = 4 * 1024 * 1024;
const MANIFEST = /(?:^|\/)node_modules\/(?:.*\/)?package\.json$/;

/** The packages that lie in the node_modules folders below a folder of the image. */
export const nodeModulesPackages: Reader = async (path, input) => {
  const below = prefixOf(path);
  const packages: ExpectedPackage[] = [];
  const wanted = (file: string) => file.startsWith(below) && MANIFEST.test(file);
  await eachArtifact(input, wanted, async (file) => {
    const bytes = await file.read(0, MANIFEST_LIMIT);
    const found = nodePackage(Buffer.from(bytes).toString('utf8'));
    if (found) packages.push(found);
  });
  return { packages, gaps: [] };
};

export const npmLock: LockReader = async (path, input) => ({
  packages: npmLockPackages((await lockFile(path, input)) ?? ''),
  gaps: [],
});

export const pnpmLock: LockReader = async (path, input) => {
  const text = await lockFile(path, input);
  if (text === undefined) return { packages: [], gaps: [] };
  return proven(path, pnpmLockPackages(text), 'is no lock file of version 9, so it proves nothing');
};

export const yarnLock: LockReader = async (path, input) => {
  const [text, manifests] = await Promise.all([lockFile(path, input), workspaceManifests(input)]);
  return { packages: yarnLockPackages(text ?? '', manifests), gaps: [] };
};

export const bunLock: LockReader = async (path, input) => {
  const text = await lockFile(path, input);
  if (text === undefined) return { packages: [], gaps: [] };
  return proven(path, bunLockPackages(text), 'cannot be read, so it proves nothing');
};
