import type { LockContent } from '../lock/schema.ts';
import { purl } from '../packages/purl.ts';
import type { Platform } from '../plan/types.ts';
import { digestSet } from './in-toto.ts';
import { portable } from './portable.ts';

/** The commit of a project whose folder has what the commit has, and nothing else. */
export interface SourceCommit {
  commit: string;
  /** Where it can be had; absent where no remote is known. */
  url?: string;
  /** The project's folder in it; empty for the top. */
  path: string;
}

/** What a project was when it was built. */
export interface Sources {
  source?: SourceCommit;
  /** Of all its files, as `dirHash` of in-toto. */
  files?: string;
}

/** A resource descriptor of in-toto. */
export interface Dependency {
  name: string;
  uri?: string;
  digest?: Record<string, string>;
  annotations?: Record<string, string>;
}

type Used = Pick<LockContent, 'images' | 'databases' | 'debian' | 'apk'>;

/** All that went into an image or judged it: sources, images, databases, packages. */
export function resolvedDependencies(
  { images, databases, debian, apk }: Used,
  platform: Platform,
  { source, files }: Sources,
  builtFrom: readonly Dependency[] = [],
): Dependency[] {
  const all = [
    ...builtFrom,
    ...(source ? [sourceOf(source)] : []),
    ...(files ? [{ name: 'files', digest: { dirHash: files } }] : []),
    ...images.map((one) => imageOf(one, platform)),
    ...databases.map(databaseOf),
    ...debian.flatMap(debianOf),
    ...apk.flatMap(apkOf),
  ];
  const once = new Map(all.map((one) => [JSON.stringify(one), one]));
  return [...once].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function sourceOf({ commit, url, path }: SourceCommit): Dependency {
  return {
    name: 'source',
    ...(url && { uri: `git+${portable(url)}@${commit}` }),
    digest: { gitCommit: commit },
    ...(path && { annotations: { path } }),
  };
}

function imageOf(
  { use, ref, digest, index }: Used['images'][number],
  platform: Platform,
): Dependency {
  const { name, repository, tag } = referenceParts(ref);
  const qualifiers = { arch: platform.split('/')[1], repository_url: repository, tag };
  return {
    name: use,
    uri: purl('oci', undefined, name, digest, qualifiers),
    digest: digestSet(digest),
    annotations: { ref, ...(index && { index }) },
  };
}

function databaseOf({ ref, digest, updatedAt }: Used['databases'][number]): Dependency {
  const { name, repository, tag } = referenceParts(ref);
  return {
    name: 'database',
    uri: purl('oci', undefined, name, digest, { repository_url: repository, tag }),
    digest: digestSet(digest),
    annotations: { ref, updatedAt },
  };
}

/** With all that it takes to get the same package again, without an index that has moved on. */
function debianOf({
  use,
  release,
  version,
  request,
  packages,
}: Used['debian'][number]): Dependency[] {
  return packages.map((one) => ({
    name: use,
    uri: purl('deb', 'debian', one.name, one.version, {
      arch: one.architecture,
      distro: `debian-${version}`,
    }),
    digest: { sha256: one.sha256 },
    annotations: {
      ...{ filename: one.filename, pool: one.pool, release, request },
      ...{ size: String(one.size), installedSize: String(one.installedSize) },
      ...(one.source && { source: one.source }),
      ...(one.sourceVersion && { sourceVersion: one.sourceVersion }),
    },
  }));
}

/** apk's checksum is that of the package's metadata, which names the hash of its contents. */
function apkOf({ base, request, packages }: Used['apk'][number]): Dependency[] {
  return packages.map(({ name, version, checksum }) => ({
    name: 'packages',
    uri: purl('apk', 'alpine', name, version),
    annotations: { base, checksum, request },
  }));
}

/** `ghcr.io/owner/name:tag`: a colon in the last part is before a tag, others are before a port. */
function referenceParts(ref: string): { name: string; repository: string; tag?: string } {
  const [, repository = ref, tag] = /^(.*?)(?::([^/:@]+))?(?:@.*)?$/.exec(ref) ?? [];
  const name = repository.replace(/^.*\//, '').toLowerCase();
  return { name, repository, ...(tag && { tag }) };
}
