import { composerLockPackages } from '../../scan/composer-lock.ts';
import { dotnetDeps } from '../../scan/dotnet-deps.ts';
import { gemfileLockPackages } from '../../scan/gemfile-lock.ts';
import { eachArtifact, lockFile, prefixOf } from './artifacts.ts';
import { proven } from './proven.ts';
import type { ExpectedPackages, LockReader, Reader } from './types.ts';

const DEPS_LIMIT = 16 * 1024 * 1024;

export const composerLock: LockReader = async (path, input) =>
  proven(path, composerLockPackages((await lockFile(path, input)) ?? ''));

/** The Gemfile lies beside its lock. */
export const gemfileLock: LockReader = async (path, input) => {
  const [text, gemfile] = await Promise.all([
    lockFile(path, input),
    lockFile(path.replace(/\.lock$/, ''), input),
  ]);
  return proven(path, gemfileLockPackages(text ?? '', gemfile ?? ''));
};

/** What the .NET programs below a folder of the image were published with. */
export const dotnetPackages: Reader = async (path, input) => {
  const below = prefixOf(path);
  const found: ExpectedPackages[] = [];
  const wanted = (file: string) => file.startsWith(below) && file.endsWith('.deps.json');
  await eachArtifact(input, wanted, async (file) => {
    const text = Buffer.from(await file.read(0, DEPS_LIMIT)).toString('utf8');
    found.push(proven(`/${file.path}`, dotnetDeps(text)));
  });
  if (found.length === 0) return proven(`${path}/*.deps.json`, undefined);
  return {
    packages: found.flatMap(({ packages }) => packages),
    gaps: found.flatMap(({ gaps }) => gaps),
  };
};
