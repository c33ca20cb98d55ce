import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { blobPath } from '../oci/blob-writer.ts';
import { GZIP_FORMAT } from '../oci/gzip.ts';
import { readRecord, writeRecord } from '../records.ts';
import type { DebianPackage, DebianRequest, DebianRoot } from './types.ts';

/** Changes whenever the same packages would give other bytes. */
export const ROOT_FORMAT = 4;

/** Names what a request asks of a state of the archive. */
export function requestKey(request: DebianRequest, snapshot: string): string {
  const { release, architecture, packages, drop, present = [] } = request;
  const names = [...new Set(packages)].sort();
  const there = present
    .map(({ name, version, provides }) => [name, version, ...provides.toSorted()].join(' '))
    .sort();
  return keyOf([release, architecture, names, there, sorted(drop), shapeOf(request), snapshot]);
}

/** Names the layer that these packages give, whatever state of the archive they are from. */
export function layerKey(
  request: DebianRequest,
  packages: readonly Pick<DebianPackage, 'name' | 'sha256'>[],
): string {
  const files = packages.map(({ name, sha256 }) => `${name} ${sha256}`);
  return keyOf([request.architecture, files, shapeOf(request)]);
}

/** What was kept under a key, if its layer is still there, whole, and compressed as today. */
export async function findKept<T extends Pick<DebianRoot, 'layer'>>(
  folder: string,
  key: string,
  blobs: string,
): Promise<T | undefined> {
  const kept = await readRecord<T>(recordFile(folder, key));
  if (!kept) return undefined;
  const file = blobPath(blobs, kept.layer.digest);
  try {
    const { size } = await stat(file);
    return size === kept.layer.size ? { ...kept, layer: { ...kept.layer, file } } : undefined;
  } catch {
    return undefined;
  }
}

export async function keep(
  folder: string,
  key: string,
  value: Pick<DebianRoot, 'layer'>,
): Promise<void> {
  await writeRecord(recordFile(folder, key), value);
}

function recordFile(folder: string, key: string): string {
  return join(folder, `${key}-${GZIP_FORMAT}.json`);
}

/** What changes the bytes besides the packages; exact roots are compressed in another way. */
function shapeOf({ links, purpose, exact }: DebianRequest): unknown {
  return [purpose, sorted(links), exact === true];
}

function sorted(map: Record<string, string>): [string, string][] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}

function keyOf(parts: unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify([ROOT_FORMAT, ...parts]))
    .digest('hex');
}
