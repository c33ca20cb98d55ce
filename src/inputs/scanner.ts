import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { blobDir, cacheDir } from '../cache.ts';
import { type Diagnostic, error, HardenError } from '../diagnostics/diagnostic.ts';
import type { BuildPlan } from '../plan/types.ts';
import { pullArtifact } from '../registry/artifact.ts';
import { byDigest } from '../registry/reference.ts';
import { checkAge, openDatabase } from '../scan/database.ts';
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
  warnings: Diagnostic[];
}

const TRIVY_VERSION = '0.74.0';
const TRIVY_IMAGE = `docker.io/aquasec/trivy:${TRIVY_VERSION}`;
const TRIVY_DATABASE = 'ghcr.io/aquasecurity/trivy-db:2';

/** What every build looks up of the scanner. */
export const SCANNER = { image: TRIVY_IMAGE, database: TRIVY_DATABASE } as const;
const DATABASE_LAYER = 'application/vnd.aquasec.trivy.db.layer.v1.tar+gzip';

/** @throws HardenError scan/no-database, scan/stale-database or a registry code. */
export async function resolveScanner(
  scan: BuildPlan['scan'],
  context: InputContext,
): Promise<ResolvedScanner> {
  const [image, opened] = await Promise.all([
    pinnedImage(TRIVY_IMAGE, 'scanner', context).catch((cause) => {
      throw unavailable('scan/failed', `the scanner ${TRIVY_IMAGE}`, cause);
    }),
    openDatabase(() => pullDatabase(context), cacheDir()),
  ]);
  const { dir: databaseFolder, database } = opened;
  const size = await stat(join(databaseFolder, 'trivy.db')).then((found) => found.size);
  context.pins.used.databases.push({
    ref: TRIVY_DATABASE,
    digest: database.digest,
    size,
    updatedAt: database.updatedAt,
  });
  const ageing = checkAge(database, context.now, scan.maxDatabaseAge);
  if (ageing.some((d) => d.severity === 'error')) throw new HardenError(...ageing);
  return {
    name: 'trivy',
    version: TRIVY_VERSION,
    image: image.ref,
    databaseFolder,
    database,
    warnings: ageing,
  };
}

async function pullDatabase({ registry, pins }: InputContext) {
  const pinned = pins.database(TRIVY_DATABASE);
  const name = pinned ? byDigest(TRIVY_DATABASE, pinned.digest) : TRIVY_DATABASE;
  const pulled = pullArtifact(registry, name, blobDir());
  const { ref, digest, layers } = await pulled.catch((cause) => {
    throw unavailable('scan/no-database', `no vulnerability database: ${TRIVY_DATABASE}`, cause);
  });
  const file = layers.find(({ descriptor }) => descriptor.mediaType === DATABASE_LAYER)?.file;
  if (file) return { ref, digest, file };
  throw new HardenError(
    error('scan/no-database', `${ref} holds no layer of the type ${DATABASE_LAYER}`, {
      hint: 'serve a Trivy database of schema version 2 under this name',
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
