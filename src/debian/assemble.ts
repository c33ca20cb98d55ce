import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { cacheDir } from '../cache.ts';
import { writeLayer } from '../oci/layer.ts';
import type { LayerBlob } from '../oci/types.ts';
import type { Progress } from '../progress.ts';
import { type Fetchable, fetchPackages, placed } from './pool.ts';
import { resolve, resolveExactly } from './resolve.ts';
import { findKept, keep, layerKey, requestKey } from './roots.ts';
import { type OpenSuite, openSuites } from './suites.ts';
import type { DebianPackage, DebianRequest, DebianRoot } from './types.ts';
import { type Candidate, openUniverse } from './universe.ts';
import { unpack } from './unpack.ts';

export interface DebianOptions {
  progress?: Progress;
  signal?: AbortSignal;
  /** The cache folder, the user's own unless told. */
  cache?: string;
  /** A folder of armored public keys, Debian's own unless told. */
  keys?: string;
}

/** A base is compressed once and pulled often; toolchains, additions and stand-ins stay here. */
const LEVEL = { base: 6, addition: 1, toolchain: 1, exact: 1 } as const;

/**
 * Assembles a root from Debian packages: signed indexes, resolved names, verified files, one
 * layer. No maintainer script runs. The same packages give the same layer.
 *
 *   InRelease ─verify▶ indexes ─resolve▶ packages ─fetch▶ .deb files ─unpack▶ layer
 *
 * Throws HardenError with debian/* diagnostics, or the signal's reason.
 */
export async function assembleDebian(
  request: DebianRequest,
  options: DebianOptions = {},
): Promise<DebianRoot> {
  const { progress, signal } = options;
  const cache = options.cache ?? cacheDir();
  const folder = (name: string) => join(cache, 'debian', name);
  const blobs = join(cache, 'blobs');

  if (request.locked) return lockedRoot(request, { ...options, folder, blobs });
  progress?.({ phase: 'debian', message: `reading ${request.release}` });
  const suites = await openSuites(request.release, request.mirrors, {
    folder: folder('suites'),
    keys: options.keys,
    signal,
  });
  const snapshot = snapshotOf(suites);
  const key = requestKey(request, snapshot);
  const known = await findKept<DebianRoot>(folder('roots'), key, blobs);
  if (known) return known;

  const universe = await openUniverse(suites, request.architecture, folder('index'), signal);
  const { packages, dropped } = request.exact
    ? resolveExactly(universe, request.packages)
    : resolve(universe, request.packages, request.drop, request.present);
  const layer = await layerOf(packages, request, { ...options, folder, blobs });
  const root: DebianRoot = {
    layer,
    packages: packages.map((one) => packageOf(one, suites)),
    dropped,
    release: { codename: request.release, version: suites[0]?.release.version ?? '' },
    snapshot,
  };
  await keep(folder('roots'), key, root);
  return root;
}

/** The packages that a lock names: they are asked for by checksum, and no index is read. */
async function lockedRoot(request: DebianRequest, options: LayerOptions): Promise<DebianRoot> {
  const { version = '', packages = [] } = request.locked ?? {};
  const layer = await layerOf(placed(packages, request.mirrors), request, options);
  const release = { codename: request.release, version };
  return { layer, packages, dropped: [], release, snapshot: '' };
}

interface LayerOptions extends DebianOptions {
  folder: (name: string) => string;
  blobs: string;
}

/** Most days bring a new index and the same packages: then the layer is there already. */
async function layerOf(
  packages: Fetchable[],
  request: DebianRequest,
  options: LayerOptions,
): Promise<LayerBlob> {
  const { blobs, folder, progress, signal } = options;
  const key = layerKey(request, packages);
  const known = await findKept(folder('roots'), key, blobs);
  if (known) return known.layer;
  const files = await fetchPackages(packages, folder('pool'), progress, signal);
  progress?.({ phase: 'debian', message: `unpacking ${files.length} packages` });
  const layer = await writeLayer(unpack(files, request), blobs, {
    level: LEVEL[request.exact ? 'exact' : request.purpose],
    ...(signal ? { signal } : {}),
  });
  await keep(folder('roots'), key, { layer });
  return layer;
}

function snapshotOf(suites: OpenSuite[]): string {
  const hash = createHash('sha256');
  for (const { digest } of suites) hash.update(`${digest}\n`);
  return hash.digest('hex');
}

/** Without what only resolving needs, and without the mirror. */
function packageOf(candidate: Candidate, suites: OpenSuite[]): DebianPackage {
  const { root, depends: _depends, preDepends: _pre, provides: _provides, ...rest } = candidate;
  const security = suites.at(-1)?.root;
  const pool = root === security && root !== suites[0]?.root ? 'security' : 'archive';
  return { ...rest, pool };
}
