import { readOwn } from './project-files.ts';
import type { ProjectFile } from './report/locate.ts';

/** The files of a project that name the packages it uses. */
const MANIFESTS = [
  'go.mod',
  'package.json',
  'pom.xml',
  'requirements.in',
  'requirements.txt',
  'uv.lock',
  'poetry.lock',
  'package-lock.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'Cargo.toml',
  'Cargo.lock',
  'composer.lock',
  'Gemfile.lock',
];

export async function readManifests(folder: string): Promise<ProjectFile[]> {
  const read = MANIFESTS.map(async (path) => {
    const text = await readOwn(folder, path);
    return text === undefined ? [] : [{ path, text }];
  });
  return (await Promise.all(read)).flat();
}
