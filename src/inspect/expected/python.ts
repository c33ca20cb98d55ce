import { type MetadataFile, pythonDistInfo } from '../../scan/expected.ts';
import { pythonRequirements } from '../../scan/requirements.ts';
import { eachArtifact, lockFile } from './artifacts.ts';
import type { Reader } from './types.ts';

const METADATA_LIMIT = 1024 * 1024;

/** What pip says it installed below a folder of the image. */
export const distInfoPackages: Reader = async (path, input) => {
  const below = path === '/' ? '' : `${path.replace(/^\//, '')}/`;
  const files: MetadataFile[] = [];
  const wanted = (file: string) => file.startsWith(below) && file.endsWith('.dist-info/METADATA');
  await eachArtifact(input, wanted, async (file) => {
    const head = await file.read(0, METADATA_LIMIT);
    files.push({ path: file.path, content: Buffer.from(head).toString('utf8') });
  });
  return { packages: pythonDistInfo(files), gaps: [] };
};

/** What a requirements.txt pins. */
export const requirementsPackages: Reader = async (path, input) => {
  const text = (await lockFile(path, input)) ?? '';
  return { packages: pythonRequirements(text), gaps: [] };
};
