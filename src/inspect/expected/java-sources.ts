import { projectView } from '../../project-view.ts';
import type { JavaArchive } from '../../scan/java-archive.ts';

/** Where Maven and Gradle keep what they compile, in the languages of the virtual machine. */
const SOURCE =
  /(?:^|\/)src\/main\/(?:java|kotlin|scala|groovy)\/(.+)\/[^/]+\.(?:java|kts?|scala|groovy)$/;

/**
 * The roots of packages, such as `org/apache`, that a program's own jar has classes of, and that
 * neither the project's sources nor any `pom.properties` in the jar account for: a library that was
 * merged into it without its name. Nothing where the sources are not known, or not all of them.
 */
export function foreignRoots({ packages, folders }: JavaArchive, folder: string): string[] {
  const own = sourceRoots(folder);
  const [named, ...others] = packages.map(({ name }) => groupRoot(name));
  // A library as its repository has it, or one that others are merged into with their names.
  const isOther = named !== undefined && !own.has(named);
  if (own.size === 0 || isOther || others.length > 0) return [];
  return [...new Set(folders.map(rootOf))].filter((root) => !own.has(root));
}

/** Of `group:artifact`; a name from a file's name has no group. */
function groupRoot(name: string): string {
  const [group = '', artifact] = name.split(':');
  return artifact ? rootOf(group.replaceAll('.', '/')) : '';
}

/** The first two parts of a package's folder: who publishes it, by the convention of Java. */
function rootOf(folder: string): string {
  return folder.split('/').slice(0, 2).join('/');
}

function sourceRoots(folder: string): Set<string> {
  const { paths, truncated } = projectView(folder);
  if (truncated) return new Set();
  const folders = paths.flatMap((path) => SOURCE.exec(path)?.[1] ?? []);
  return new Set(folders.map(rootOf));
}
