import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { capture } from './child.ts';
import { GRYPE_DATABASE } from './grype-database.ts';
import { type DatabaseStamp, type LabDatabase, notADatabase } from './lab-database.ts';
import { withLock } from './lock.ts';
import { type LabPaths, labSources } from './paths.ts';
import { storedDigest } from './registry-content.ts';
import type { SeedOptions } from './seed-image.ts';
import { inputKey, readStamp, writeStamp } from './stamps.ts';
import { TRIVY_DATABASE } from './trivy-database.ts';

const DATABASES: readonly LabDatabase[] = [TRIVY_DATABASE, GRYPE_DATABASE];
const OWN = "the lab's advisories";
/** Scanners and harden itself refuse an old database; the lab's is as new as its advisories. */
const LARGEST_AGE_MS = 12 * 3600 * 1000;

/**
 * Makes the lab's advisory databases and pushes each under the name it has upstream: when it is
 * not there, when its advisories changed, when it is older than 12 hours. `HARDEN_LAB_DB` and
 * `HARDEN_LAB_GRYPE_DB` name files to serve instead. Cheap when there is nothing to do.
 */
export async function refreshDatabases(lab: LabPaths, options: SeedOptions): Promise<void> {
  for (const database of DATABASES) await refresh(database, lab, options);
}

/** What the last push of Trivy's wrote down, whatever its inputs were. */
export async function lastDatabase(lab: LabPaths): Promise<DatabaseStamp | undefined> {
  const file = join(lab.stamps, `${TRIVY_DATABASE.name}.json`);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text ? JSON.parse(text).result : undefined;
}

async function refresh(
  database: LabDatabase,
  lab: LabPaths,
  options: SeedOptions,
): Promise<DatabaseStamp> {
  const named = process.env[database.setting];
  const own = named ? resolve(named) : undefined;
  const key = await (own ? keyOfFile(own, database) : keyOfAdvisories(lab, database));
  const current = await currentDatabase(database, lab, key);
  if (current) return current;
  return withLock(
    join(lab.root, `${database.name}.lock`),
    async () => {
      const meanwhile = await currentDatabase(database, lab, key);
      if (meanwhile) return meanwhile;
      const message = `making the advisory database for ${database.scanner}`;
      options.progress({ phase: 'database', message });
      const stamp = own
        ? { ...(await database.serve(own, options)), from: own }
        : await makeDatabase(database, lab, options);
      await writeStamp(lab.stamps, database.name, key, stamp);
      return stamp;
    },
    { signal: options.signal },
  );
}

async function currentDatabase(
  { name, seed }: LabDatabase,
  lab: LabPaths,
  key: string,
): Promise<DatabaseStamp | undefined> {
  const stamp = (await readStamp(lab.stamps, name, key)) as DatabaseStamp | undefined;
  if (!stamp) return undefined;
  if ((await storedDigest(lab.registry, seed.repository, seed.tag)) !== stamp.digest)
    return undefined;
  const ours = stamp.from === OWN;
  if (ours && Date.now() - Date.parse(stamp.updatedAt) > LARGEST_AGE_MS) return undefined;
  return stamp;
}

function advisoryFolder(): string {
  return join(labSources(), 'advisories');
}

/** The program makes those of all scanners at once, which takes a tenth of a second. */
async function makeDatabase(
  { name, push }: LabDatabase,
  lab: LabPaths,
  options: SeedOptions,
): Promise<DatabaseStamp> {
  const folder = join(lab.root, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  // Whole seconds: Grype's has no others.
  const updatedAt = `${new Date().toISOString().slice(0, -5)}Z`;
  const argv = ['--advisories', advisoryFolder(), '--out', folder, '--grype', folder];
  const made = await capture([join(lab.bin, 'advisory-db'), ...argv, '--updated-at', updatedAt]);
  if (made.code !== 0) {
    throw new HardenError(
      error('engine/build-failed', `the advisory database was not made (exit ${made.code})`, {
        hint: 'correct the record it names in lab/advisories; of another version of harden, run harden engine install',
        detail: made.stderr.trim(),
      }),
    );
  }
  const digest = await push(folder, updatedAt, options);
  await rm(folder, { recursive: true, force: true });
  return { updatedAt, digest, from: OWN };
}

/** The advisories, and the program that makes a database of them. */
async function keyOfAdvisories(lab: LabPaths, { seed }: LabDatabase): Promise<string> {
  const program = await readFile(join(lab.stamps, 'advisory-db.json'), 'utf8').catch(() => '');
  return inputKey([seed, program], [advisoryFolder()]);
}

async function keyOfFile(file: string, database: LabDatabase): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw notADatabase(file, database, 'a file');
  return inputKey({ file, size: found.size, mtime: found.mtimeMs });
}
