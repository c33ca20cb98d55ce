import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { digestOfFile } from '../oci/digest.ts';
import { writeLayer } from '../oci/layer.ts';
import { pushArtifact } from './image.ts';
import { filesOf, type LabDatabase, notADatabase } from './lab-database.ts';
import { GRYPE_DATABASE_SEED as seed } from './scanner-seeds.ts';
import type { SeedOptions } from './seed-image.ts';

/** As published: vulnerability-db_v6.1.9_2026-11-22T00:00:00Z_1795324839.tar.zst. */
const ARCHIVE = /^vulnerability-db_(v6\.\d+\.\d+)_[^_]+_(\d+)\.tar\.(?:zst|gz|xz)$/;

/** The two files that Grype's server has: the listing and the archive that it names. */
export const GRYPE_DATABASE: LabDatabase = {
  name: 'grype-database',
  scanner: 'Grype',
  setting: 'HARDEN_LAB_GRYPE_DB',
  seed,
  async push(made, updatedAt, options) {
    const archive = await writeLayer(filesOf(made, ['vulnerability.db']), join(made, 'blobs'));
    const built = Date.parse(updatedAt) / 1000;
    const path = `vulnerability-db_${seed.schemaVersion}_${updatedAt}_${built}.tar.gz`;
    return pushFiles(options, archive, { schemaVersion: seed.schemaVersion, updatedAt, path });
  },
  async serve(file, options) {
    const path = basename(file);
    const [, schemaVersion, seconds] = ARCHIVE.exec(path) ?? [];
    if (!schemaVersion || !seconds) {
      throw notADatabase(file, GRYPE_DATABASE, 'an archive called vulnerability-db_v6…');
    }
    const updatedAt = new Date(Number(seconds) * 1000).toISOString();
    const archive = { ...(await digestOfFile(file)), file };
    return {
      updatedAt,
      digest: await pushFiles(options, archive, { schemaVersion, updatedAt, path }),
    };
  },
};

async function pushFiles(
  { registry, signal }: SeedOptions,
  { digest, size, file }: { digest: string; size: number; file: string },
  { schemaVersion, updatedAt, path }: { schemaVersion: string; updatedAt: string; path: string },
): Promise<string> {
  const listing = { status: 'active', schemaVersion, built: updatedAt, path, checksum: digest };
  const folder = await mkdtemp(join(tmpdir(), 'harden-listing-'));
  try {
    const latest = join(folder, 'latest.json');
    await writeFile(latest, JSON.stringify(listing));
    return await pushArtifact(
      { registry, name: seed.repository, signal },
      seed.tag,
      seed.configType,
      [
        {
          ...(await digestOfFile(latest)),
          mediaType: seed.listingType,
          annotations: { 'org.opencontainers.image.title': 'latest.json' },
          file: latest,
        },
        {
          ...{ digest, size, file },
          mediaType: seed.archiveType,
          annotations: { 'org.opencontainers.image.title': path },
        },
      ],
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
