import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { writeLayer } from '../oci/layer.ts';
import type { Content } from '../oci/types.ts';
import { capture } from './child.ts';
import { withLock } from './lock.ts';
import { type LabPaths, labSources } from './paths.ts';
import { pushDatabase } from './push-database.ts';
import { storedDigest } from './registry-content.ts';
import type { SeedOptions } from './seed-image.ts';
import { DATABASE_SEED as seed } from './seeds.ts';
import { inputKey, readStamp, writeStamp } from './stamps.ts';

/** What was pushed last: the database's date, its manifest's digest, what it was made from. */
export interface DatabaseStamp {
  updatedAt: string;
  digest: string;
  /** The lab's own advisories, or the file that HARDEN_LAB_DB named. */
  from: string;
}

const STAMP = 'database';
const OWN = "the lab's advisories";
/** Scanners and harden itself refuse an old database; the lab's is as new as its advisories. */
const LARGEST_AGE_MS = 12 * 3600 * 1000;

/**
 * Makes the lab's advisory database and pushes it under the name Trivy's has upstream: when it is
 * not there, when its advisories changed, when it is older than 12 hours. `HARDEN_LAB_DB` names a
 * `db.tar.gz` to serve instead. Cheap when there is nothing to do.
 */
export async function refreshDatabase(lab: LabPaths, options: SeedOptions): Promise<DatabaseStamp> {
  const own = process.env['HARDEN_LAB_DB'];
  const key = await (own ? keyOfFile(resolve(own)) : keyOfAdvisories(lab));
  const current = await currentDatabase(lab, key);
  if (current) return current;
  return withLock(
    join(lab.root, 'database.lock'),
    async () => {
      const meanwhile = await currentDatabase(lab, key);
      if (meanwhile) return meanwhile;
      options.progress({ phase: 'database', message: 'making the advisory database' });
      const stamp = await (own ? serveFile(resolve(own), options) : makeDatabase(lab, options));
      await writeStamp(lab.stamps, STAMP, key, stamp);
      return stamp;
    },
    { signal: options.signal },
  );
}

/** What the last push wrote down, whatever its inputs were. */
export async function lastDatabase(lab: LabPaths): Promise<DatabaseStamp | undefined> {
  const text = await readFile(join(lab.stamps, `${STAMP}.json`), 'utf8').catch(() => undefined);
  return text ? JSON.parse(text).result : undefined;
}

async function currentDatabase(lab: LabPaths, key: string): Promise<DatabaseStamp | undefined> {
  const stamp = (await readStamp(lab.stamps, STAMP, key)) as DatabaseStamp | undefined;
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

async function makeDatabase(lab: LabPaths, options: SeedOptions): Promise<DatabaseStamp> {
  const folder = join(lab.root, 'database');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const updatedAt = new Date().toISOString();
  const argv = ['--advisories', advisoryFolder(), '--out', folder, '--updated-at', updatedAt];
  const made = await capture([join(lab.bin, 'trivy-db'), ...argv]);
  if (made.code !== 0) {
    throw new HardenError(
      error('engine/build-failed', `the advisory database was not made (exit ${made.code})`, {
        hint: 'correct the record it names in lab/advisories',
        detail: made.stderr.trim(),
      }),
    );
  }
  const layer = await writeLayer(databaseFiles(folder), join(folder, 'blobs'));
  const digest = await pushDatabase(seed, options, layer);
  await rm(folder, { recursive: true, force: true });
  return { updatedAt, digest, from: OWN };
}

async function* databaseFiles(folder: string): AsyncGenerator<Content> {
  for (const path of ['metadata.json', 'trivy.db']) {
    const file = join(folder, path);
    const { size } = await stat(file);
    const entry = { path, type: 'file', mode: 0o644, uid: 0, gid: 0, size } as const;
    yield { entry, body: createReadStream(file) };
  }
}

async function serveFile(file: string, options: SeedOptions): Promise<DatabaseStamp> {
  const updatedAt = await dateOf(file);
  const { size } = await stat(file);
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const blob = { digest: `sha256:${hash.digest('hex')}`, size };
  return { updatedAt, digest: await pushDatabase(seed, options, { ...blob, file }), from: file };
}

/** The database's own date, in its metadata.json. */
async function dateOf(file: string): Promise<string> {
  const { stdout } = await capture(['tar', '-xzOf', file, '--wildcards', '*metadata.json']);
  const date = /"UpdatedAt":\s*"([^"]+)"/.exec(stdout)?.[1];
  if (!date) throw notADatabase(file);
  return date;
}

/** The advisories, and the program that makes a database of them. */
async function keyOfAdvisories(lab: LabPaths): Promise<string> {
  const program = await readFile(join(lab.stamps, 'trivy-db.json'), 'utf8').catch(() => '');
  return inputKey([seed, program], [advisoryFolder()]);
}

async function keyOfFile(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw notADatabase(file);
  return inputKey({ file, size: found.size, mtime: found.mtimeMs });
}

function notADatabase(file: string): HardenError {
  return new HardenError(
    error('cli/not-found', `HARDEN_LAB_DB is ${file}, expected the db.tar.gz of a Trivy database`, {
      hint: 'give a tar.gz with trivy.db and metadata.json, or unset HARDEN_LAB_DB',
    }),
  );
}
