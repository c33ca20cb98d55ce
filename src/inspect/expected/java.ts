import { isJar, type JavaArchive, javaArchive } from '../../scan/java-archive.ts';
import { eachArtifact, prefixOf } from './artifacts.ts';
import { foreignRoots } from './java-sources.ts';
import type { Reader } from './types.ts';

/**
 * The artifacts of all jars below a folder of the image. A jar right in the folder may be the program
 * itself, which needs no name; any other without one could be any library.
 */
export const jarPackages: Reader = async (path, input) => {
  const below = prefixOf(path);
  const found: (JavaArchive & { path: string })[] = [];
  const gaps: string[] = [];
  const wanted = (file: string) => file.startsWith(below) && isJar(file);
  await eachArtifact(input, wanted, async (file) => {
    const bytes = Buffer.from(await file.read(0, file.size));
    try {
      found.push({ path: file.path, ...javaArchive(file.path, bytes) });
    } catch {
      gaps.push(`/${file.path} is no archive that can be read, so its libraries are unknown`);
    }
  });
  const isProgram = (file: string) => !file.slice(below.length).includes('/');
  const merged = found
    .filter(({ path }) => isProgram(path))
    .flatMap((one) => foreignRoots(one, input.folder).map((root) => ({ path: one.path, root })));
  const unnamed = found.flatMap((one) => one.unnamed).filter((file) => !isProgram(file));
  return {
    packages: found.flatMap(({ packages }) => packages),
    gaps: [
      ...gaps,
      ...unnamed.map(
        (file) =>
          `/${file} has neither pom.properties nor a version in its name, so no scanner can know it`,
      ),
      ...merged.map(
        ({ path, root }) =>
          `/${path} has classes in ${root}, of which there are no sources and no pom.properties: a library was merged into it without its name`,
      ),
    ],
  };
};
