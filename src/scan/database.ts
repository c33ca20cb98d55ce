import { mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type Diagnostic, error, HardenError, warning } from '../diagnostics/diagnostic.ts';
import { unpackDatabase } from './database-archive.ts';
import type { Database } from './types.ts';

/** The database as pulled: a `.tar.gz` blob on disk, and where it came from. */
export interface PulledDatabase {
  ref: string;
  /** Digest of the OCI manifest. */
  digest: string;
  file: string;
}

/** One of the databases that Trivy reads: its files, and where it looks for them. */
export interface DatabaseFormat {
  name: string;
  folder: string;
  file: string;
  version: number;
  /** Media type of the layer that holds them. */
  layer: string;
}

export const ADVISORIES: DatabaseFormat = {
  name: 'trivy-db',
  folder: 'db',
  file: 'trivy.db',
  version: 2,
  layer: 'application/vnd.aquasec.trivy.db.layer.v1.tar+gzip',
};

/** The names of jars by their checksums, for those that do not say it themselves. */
export const JAVA_INDEX: DatabaseFormat = {
  name: 'trivy-java-db',
  folder: 'java-db',
  file: 'trivy-java.db',
  version: 1,
  layer: 'application/vnd.aquasec.trivy.javadb.layer.v1.tar+gzip',
};

const metadataFile = z.object({
  Version: z.number(),
  UpdatedAt: z.iso.datetime({ offset: true }),
});

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * Unpacks a database of Trivy's to `<cacheDir>/<its name>/<digest>/db`, unless it is there already.
 * `dir` is that folder, with the database and `metadata.json` in it.
 * @throws HardenError scan/no-database, and what `pull` throws.
 */
export async function openDatabase(
  pull: () => Promise<PulledDatabase>,
  cacheDir: string,
  format = ADVISORIES,
): Promise<{ dir: string; database: Database }> {
  const { ref, digest, file } = await pull();
  if (!DIGEST.test(digest)) throw noDatabase(ref, `its digest reads ${JSON.stringify(digest)}`);
  const home = join(cacheDir, format.name, digest.replace(':', '-'));
  const dir = join(home, format.folder);
  let updatedAt = await readUpdatedAt(dir, format);
  if (!updatedAt) {
    await unpackTo(home, file, ref, format);
    updatedAt = await readUpdatedAt(dir, format);
  }
  if (!updatedAt)
    throw noDatabase(ref, `its metadata.json has no version ${format.version} and time of update`);
  return { dir, database: { ref, digest, updatedAt } };
}

const DAY = 24;
const HOUR = 3_600_000;

/**
 * Judges the age of a database, in hours: above 24 a warning, above `maxAgeHours` an error.
 * A time in the future is as bad as an unknown one: its age cannot be told.
 */
export function checkAge(database: Database, now: Date, maxAgeHours: number): Diagnostic[] {
  const age = (now.getTime() - Date.parse(database.updatedAt)) / HOUR;
  const what = `the vulnerability database ${database.ref} is of ${database.updatedAt}`;
  if (!(age > -DAY)) {
    const hint = "set this machine's clock, or serve a database with a true time of update";
    return [error('scan/stale-database', `${what}, which is in the future`, { hint })];
  }
  const hint =
    'refresh the database that is served at this reference, or accept its age: ' +
    `scan: {maxDatabaseAge: ${Math.ceil(age)}}`;
  const message = `${what}, ${inWords(age)} old`;
  if (age > maxAgeHours) {
    return [
      error('scan/stale-database', `${message}; at most ${maxAgeHours} hours are allowed`, {
        hint,
      }),
    ];
  }
  return age > DAY ? [warning('scan/stale-database', message, { hint })] : [];
}

function inWords(hours: number): string {
  return hours < 3 * DAY ? `${Math.floor(hours)} hours` : `${Math.floor(hours / DAY)} days`;
}

/** Undefined when the folder is not there or not whole; it is then made again. */
async function readUpdatedAt(
  dir: string,
  { file, version }: DatabaseFormat,
): Promise<string | undefined> {
  try {
    const json: unknown = JSON.parse(await readFile(join(dir, 'metadata.json'), 'utf8'));
    const { size } = await stat(join(dir, file));
    const metadata = metadataFile.safeParse(json);
    const whole = metadata.success && metadata.data.Version === version && size > 0;
    return whole ? metadata.data.UpdatedAt : undefined;
  } catch {
    return undefined;
  }
}

/** Unpacked beside its place and moved there whole, so that a run that is killed leaves nothing. */
async function unpackTo(
  home: string,
  file: string,
  ref: string,
  format: DatabaseFormat,
): Promise<void> {
  await mkdir(dirname(home), { recursive: true });
  const folder = await mkdtemp(`${home}.part-`);
  try {
    await mkdir(join(folder, format.folder));
    const problem = await unpackDatabase(file, join(folder, format.folder), format.file);
    if (problem) throw noDatabase(ref, problem);
    if (await moved(folder, home)) return;
    // Another run was faster, and what it unpacked has the same digest; or it is a broken rest.
    if (await readUpdatedAt(join(home, format.folder), format)) return;
    await rm(home, { recursive: true, force: true });
    await moved(folder, home);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function moved(folder: string, home: string): Promise<boolean> {
  try {
    await rename(folder, home);
    return true;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    throw cause;
  }
}

function noDatabase(ref: string, why: string): HardenError {
  return new HardenError(
    error('scan/no-database', `${ref} is no vulnerability database for Trivy: ${why}`, {
      hint: 'name a reference that serves a Trivy database of schema version 2',
    }),
  );
}
