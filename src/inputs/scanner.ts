import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { blobDir, cacheDir } from '../cache.ts';
import type { ScanInput } from '../dagger/index.ts';
import { type Diagnostic, error, HardenError } from '../diagnostics/diagnostic.ts';
import type { BuildPlan } from '../plan/types.ts';
import { pullArtifact } from '../registry/artifact.ts';
import { byDigest } from '../registry/reference.ts';
import {
  ADVISORIES,
  checkAge,
  type DatabaseFormat,
  JAVA_INDEX,
  openDatabase,
} from '../scan/database.ts';
import type { Database } from '../scan/types.ts';
import type { InputContext } from './context.ts';
import { pinnedImage } from './pinned-image.ts';

/** The scanner's image and its advisory database, both by digest. */
export interface ResolvedScanner {
  name: 'trivy';
  version: string;
  image: string;
  /** Folder with trivy.db and metadata.json. */
  databaseFolder: string;
  database: Database;
  /** What names jars that do not say it themselves, where there are jars. */
  javaIndex?: { folder: string; database: Database };
  warnings: Diagnostic[];
}

const TRIVY_VERSION = '0.74.0';
const TRIVY_IMAGE = `docker.io/aquasec/trivy:${TRIVY_VERSION}`;
const TRIVY_DATABASE = 'ghcr.io/aquasecurity/trivy-db:2';
const TRIVY_JAVA_INDEX = 'ghcr.io/aquasecurity/trivy-java-db:1';

/** What builds look up of the scanner. */
export const SCANNER = {
  image: TRIVY_IMAGE,
  database: TRIVY_DATABASE,
  javaIndex: TRIVY_JAVA_INDEX,
} as const;
const DATABASE_LAYER = 'application/vnd.aquasec.trivy.db.layer.v1.tar+gzip';
const JAVA_INDEX_LAYER = 'application/vnd.aquasec.trivy.javadb.layer.v1.tar+gzip';

/** @throws HardenError scan/no-database, scan/stale-database or a registry code. */
export async function resolveScanner(
  scan: BuildPlan['scan'],
  context: InputContext,
  { jars }: { jars: boolean },
): Promise<ResolvedScanner> {
  const [image, opened, javaIndex] = await Promise.all([
    pinnedImage(TRIVY_IMAGE, 'scanner', context).catch((cause) => {
      throw unavailable('scan/failed', `the scanner ${TRIVY_IMAGE}`, cause);
    }),
    pulled(TRIVY_DATABASE, DATABASE_LAYER, ADVISORIES, context),
    jars ? pulled(TRIVY_JAVA_INDEX, JAVA_INDEX_LAYER, JAVA_INDEX, context) : undefined,
  ]);
  const { folder: databaseFolder, database } = opened;
  const ageing = checkAge(database, context.now, scan.maxDatabaseAge);
  if (ageing.some((d) => d.severity === 'error')) throw new HardenError(...ageing);
  return {
    name: 'trivy',
    version: TRIVY_VERSION,
    image: image.ref,
    databaseFolder,
    database,
    ...(javaIndex && { javaIndex }),
    warnings: ageing,
  };
}

/**
 * What the engine is asked to scan with. `cache` sets the scanner's cache apart; so does the index of
 * jars, as what it named is part of what is known of a layer.
 */
export function scanWith(
  { image, version, databaseFolder, javaIndex }: ResolvedScanner,
  cache?: string,
): Pick<ScanInput, 'image' | 'version' | 'database' | 'javaIndex' | 'cache'> {
  const index = javaIndex?.database.digest.replace(/^sha256:/, '').slice(0, 12);
  return {
    image,
    version,
    database: databaseFolder,
    ...(javaIndex && { javaIndex: javaIndex.folder }),
    cache: [cache, index].map((part) => (part ? `-${part}` : '')).join(''),
  };
}

/** A database, unpacked; which one it was is written down for the lock. */
async function pulled(ref: string, layer: string, format: DatabaseFormat, context: InputContext) {
  const pull = () => pullDatabase(ref, layer, context);
  const { dir: folder, database } = await openDatabase(pull, cacheDir(), format);
  const { size } = await stat(join(folder, format.file));
  const { digest, updatedAt } = database;
  context.pins.used.databases.push({ ref, digest, size, updatedAt });
  return { folder, database };
}

async function pullDatabase(name: string, layer: string, { registry, pins }: InputContext) {
  const pinned = pins.database(name);
  const wanted = pinned ? byDigest(name, pinned.digest) : name;
  const found = await pullArtifact(registry, wanted, blobDir()).catch((cause) => {
    throw unavailable('scan/no-database', `no database for the scanner: ${name}`, cause);
  });
  const { ref, digest, layers } = found;
  const file = layers.find(({ descriptor }) => descriptor.mediaType === layer)?.file;
  if (file) return { ref, digest, file };
  throw new HardenError(
    error('scan/no-database', `${ref} holds no layer of the type ${layer}`, {
      hint: 'serve a database for Trivy 0.74 under this name',
    }),
  );
}

/** Without a scanner or its data nothing can be proved, which is what the exit code has to say. */
function unavailable(code: 'scan/failed' | 'scan/no-database', what: string, cause: unknown) {
  if (!(cause instanceof HardenError)) return cause;
  return new HardenError(
    ...cause.diagnostics.map(({ message, hint }) =>
      error(code, `${what} cannot be had: ${message}`, hint ? { hint } : {}),
    ),
  );
}
