import type { ExpectedPackage } from './types.ts';
import { zipEntries } from './zip.ts';

/** What a jar says is in it. */
export interface JavaArchive {
  /** As `group:artifact`; a name without a group is from a file's name, which has none. */
  packages: ExpectedPackage[];
  /** Paths of jars, nested ones too, that nothing names. */
  unnamed: string[];
  /** The folders that its own classes are in, such as `org/apache/commons/text`. */
  folders: string[];
}

const ARCHIVE = /\.[ejpw]ar$/i;
const PROPERTIES = /(^|\/)META-INF\/maven\/[^/]+\/[^/]+\/pom\.properties$/;
/** Repositories name a jar by artifact, version and at times a classifier. */
const IN_REPOSITORY = /^([A-Za-z0-9._-]*[A-Za-z0-9._])-(\d[^/\s]*)\.[ejpw]ar$/i;
/** In a jar, in an archive of a web application and in one of Spring Boot. */
const CLASS =
  /^(?:(?:BOOT|WEB)-INF\/classes\/)?(?!META-INF\/|(?:BOOT|WEB)-INF\/)(.+)\/[^/]+\.class$/;
const PROPERTIES_LIMIT = 64 * 1024;

/** Whether a file is one of those that scanners open as jars. */
export function isJar(path: string): boolean {
  return ARCHIVE.test(path);
}

/**
 * The artifacts of a jar and of the jars in it: from the `pom.properties` that Maven writes, those of
 * shaded libraries too, else from the name a repository gave the file. Throws on what is no zip.
 */
export function javaArchive(path: string, bytes: Buffer): JavaArchive {
  const entries = zipEntries(bytes);
  const own = entries
    .filter(({ name, size }) => PROPERTIES.test(name) && size < PROPERTIES_LIMIT)
    .flatMap((entry) => named(entry.read().toString('utf8')));
  const inside = entries
    .filter(({ name }) => isJar(name))
    .map((entry) => javaArchive(`${path}/${entry.name}`, entry.read()));
  const [, artifact = '', version = ''] = IN_REPOSITORY.exec(path.split('/').at(-1) ?? '') ?? [];
  const known = artifact === '' || own.some(({ name }) => name.endsWith(`:${artifact}`));
  const fromName = known ? [] : [{ name: artifact, version, type: 'java' }];
  return {
    packages: [...own, ...fromName, ...inside.flatMap(({ packages }) => packages)],
    unnamed: [
      ...(own.length === 0 && fromName.length === 0 ? [path] : []),
      ...inside.flatMap(({ unnamed }) => unnamed),
    ],
    folders: [...new Set(entries.flatMap(({ name }) => CLASS.exec(name)?.[1] ?? []))].sort(),
  };
}

function named(properties: string): ExpectedPackage[] {
  const [group, artifact, version] = ['groupId', 'artifactId', 'version'].map((key) =>
    new RegExp(`^${key}=(.+)$`, 'm').exec(properties)?.[1]?.trim(),
  );
  if (!group || !artifact || !version) return [];
  return [{ name: `${group}:${artifact}`, version, type: 'java' }];
}
