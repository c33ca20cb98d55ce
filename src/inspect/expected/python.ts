import { type MetadataFile, pythonDistInfo } from '../../scan/expected.ts';
import { pythonRequirements } from '../../scan/requirements.ts';
import type { ExpectedPackage } from '../../scan/types.ts';
import { eachArtifact, lockFile, prefixOf } from './artifacts.ts';
import { type Environment, linuxEnvironment } from './markers.ts';
import { poetryLockPackages } from './poetry.ts';
import { proven } from './proven.ts';
import type { ExpectedPackages, LockInput, LockReader, Reader } from './types.ts';
import { uvLockPackages } from './uv.ts';

const METADATA_LIMIT = 1024 * 1024;

/** What pip says it installed below a folder of the image. */
export const distInfoPackages: Reader = async (path, input) => {
  const below = prefixOf(path);
  const files: MetadataFile[] = [];
  const wanted = (file: string) => file.startsWith(below) && file.endsWith('.dist-info/METADATA');
  await eachArtifact(input, wanted, async (file) => {
    const head = await file.read(0, METADATA_LIMIT);
    files.push({ path: file.path, content: Buffer.from(head).toString('utf8') });
  });
  return { packages: pythonDistInfo(files), gaps: [] };
};

/** What a requirements.txt pins. */
export const requirementsPackages: LockReader = async (path, input) => {
  const text = (await lockFile(path, input)) ?? '';
  return { packages: pythonRequirements(text), gaps: [] };
};

/** What a uv.lock has for the project itself. */
export const uvPackages: LockReader = (path, input) => locked(path, input, uvLockPackages);

/** What a poetry.lock has for the group main. */
export const poetryPackages: LockReader = (path, input) => locked(path, input, poetryLockPackages);

async function locked(
  path: string,
  input: LockInput,
  read: (text: string, environment: Environment) => ExpectedPackage[] | undefined,
): Promise<ExpectedPackages> {
  const text = (await lockFile(path, input)) ?? '';
  return proven(path, read(text, linuxEnvironment(input.architecture)));
}
