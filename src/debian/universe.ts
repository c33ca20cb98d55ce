import { createReadStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { writeWhole } from '../records.ts';
import { decompress } from './decompress.ts';
import { download } from './download.ts';
import { INDEX_FORMAT, openIndex, type PackageIndex, shortenIndex } from './packages-index.ts';
import { inParallel } from './parallel.ts';
import type { OpenSuite } from './suites.ts';
import type { DebianArchitecture, PackageRecord } from './types.ts';
import { compareVersions } from './version.ts';

/** A package as one suite has it; `root` is the URL its file name is relative to. */
export interface Candidate extends PackageRecord {
  root: string;
}

/** All packages of a release: its suites together, the highest version of each package. */
export interface Universe {
  architecture: DebianArchitecture;
  find(name: string): Candidate | undefined;
  providersOf(virtual: string): string[];
  names(): string[];
}

/** gzip is unpacked six times faster than xz and is a third larger; main has both. */
const COMPRESSIONS = ['gz', 'xz'] as const;

/** Loads the package indexes of the suites, from the cache or from the mirror, in parallel. */
export async function openUniverse(
  suites: OpenSuite[],
  architecture: DebianArchitecture,
  folder: string,
  signal?: AbortSignal,
): Promise<Universe> {
  const indexes = await inParallel(
    suites,
    suites.length,
    async (suite, either) => ({
      root: suite.root,
      index: openIndex(await loadIndex(suite, architecture, folder, either)),
    }),
    signal,
  );
  return universeOf(indexes, architecture);
}

export function universeOf(
  indexes: { root: string; index: PackageIndex }[],
  architecture: DebianArchitecture,
): Universe {
  return {
    architecture,
    find(name) {
      let best: Candidate | undefined;
      for (const { root, index } of indexes) {
        const record = index.find(name);
        if (!record) continue;
        if (best && compareVersions(record.version, best.version) <= 0) continue;
        best = { ...record, root };
      }
      return best;
    },
    providersOf: (virtual) =>
      [...new Set(indexes.flatMap(({ index }) => index.providersOf(virtual)))].sort(),
    names: () => [...new Set(indexes.flatMap(({ index }) => [...index.names()]))],
  };
}

async function loadIndex(
  suite: OpenSuite,
  architecture: DebianArchitecture,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<Buffer> {
  const { path, compression, size, sha256 } = locate(suite, architecture);
  const shortened = join(folder, `${sha256}-${INDEX_FORMAT}.tsv`);
  const kept = () => readFile(shortened).catch(() => undefined);
  const found = await kept();
  if (found) return found;
  const file = join(folder, `${sha256}.${compression}`);
  const byHash = path.replace(/[^/]+$/, `by-hash/SHA256/${sha256}`);
  const paths = suite.release.byHash ? [byHash, path] : [path];
  await download({ urls: paths.map((p) => `${suite.url}/${p}`), size, sha256 }, file, signal);
  try {
    const bytes = await shortenIndex(
      decompress(createReadStream(file, { highWaterMark: 256 * 1024 }), compression),
    );
    await writeWhole(shortened, bytes);
    await rm(file, { force: true });
    return bytes;
  } catch (cause) {
    // Whoever loaded the same index meanwhile, of a suite like this one or in another run, kept it.
    const theirs = await kept();
    if (theirs) return theirs;
    throw cause;
  }
}

function locate(suite: OpenSuite, architecture: DebianArchitecture) {
  const base = `main/binary-${architecture}/Packages`;
  for (const compression of COMPRESSIONS) {
    const path = `${base}.${compression}`;
    const found = suite.release.files.get(path);
    if (found) return { path, compression, ...found };
  }
  throw new HardenError(
    error('debian/mirror-unreachable', `${suite.url}/InRelease lists no ${base}`, {
      hint: 'name a mirror that has this architecture with HARDEN_DEBIAN_MIRROR',
    }),
  );
}
