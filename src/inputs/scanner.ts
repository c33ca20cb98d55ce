import { join } from 'node:path';
import { cacheDir } from '../cache.ts';
import { type Diagnostic, error, HardenError } from '../diagnostics/diagnostic.ts';
import { SCAN_TIMEOUT } from '../plan/scanners.ts';
import type { BuildPlan, ScannerName } from '../plan/types.ts';
import { ADVISORIES, checkAge, JAVA_INDEX } from '../scan/database.ts';
import { noGrypeDatabase } from '../scan/grype-listing.ts';
import { SCANNERS, type Scanner } from '../scan/scanners.ts';
import type { Database } from '../scan/types.ts';
import type { InputContext } from './context.ts';
import { pullGrypeDatabase } from './grype-database.ts';
import { namedArchive } from './named-archive.ts';
import { eachTime } from './once.ts';
import { pinnedImage } from './pinned-image.ts';
import { pullTrivyDatabase } from './trivy-database.ts';

/** A scanner's image and its advisory database, both by digest. */
export interface ResolvedScanner extends Pick<Scanner, 'name' | 'title' | 'version'> {
  image: string;
  /** The same on the host, for an engine that has to pull nothing. */
  archive?: string;
  /** Of Trivy a folder with trivy.db and metadata.json, of Grype the archive. */
  databasePath: string;
  database: Database;
  /** What names jars that do not say it themselves, where there are jars and Trivy. */
  javaIndex?: { folder: string; database: Database };
  /** Seconds it may take. */
  timeout: number;
  warnings: Diagnostic[];
}

type ScannerContext = Omit<InputContext, 'platform' | 'runs'>;

interface Needs {
  /** Whether there are jars to scan. */
  jars: boolean;
}

const NEWER =
  'make a newer bundle where there is a network: harden bundle --output FILE; or accept its age: scan.maxDatabaseAge';

/** All that the plan names. @throws HardenError scan/no-database, scan/stale-database, scan/failed. */
export async function resolveScanners(
  { scanners, maxDatabaseAge, timeout = SCAN_TIMEOUT }: BuildPlan['scan'],
  context: ScannerContext,
  needs: Needs,
): Promise<ResolvedScanner[]> {
  const found = await Promise.all(scanners.map((name) => resolveScanner(name, context, needs)));
  const resolved = found.map((one) => ({
    ...one,
    timeout,
    warnings: checkAge(one.database, context.now, maxDatabaseAge).map((found) =>
      context.offline?.bundled ? { ...found, hint: NEWER } : found,
    ),
  }));
  const stale = resolved.flatMap(({ warnings }) => warnings);
  if (stale.some(({ severity }) => severity === 'error')) throw new HardenError(...stale);
  return resolved;
}

async function resolveScanner(
  name: ScannerName,
  context: ScannerContext,
  { jars }: Needs,
): Promise<Omit<ResolvedScanner, 'timeout' | 'warnings'>> {
  const { title, version, image, database, javaIndex } = SCANNERS[name];
  const [pinned, opened, index] = await Promise.all([
    pinnedImage(image, 'scanner', { ...context, platform: context.builder }).catch((cause) => {
      throw unavailable('scan/failed', `the scanner ${image}`, cause);
    }),
    open(database, OPEN[name], context),
    jars && javaIndex ? open(javaIndex, openJavaIndex, context) : undefined,
  ]);
  return {
    ...{ name, title, version, image: pinned.ref },
    ...(pinned.archive && { archive: pinned.archive }),
    databasePath: opened.path,
    database: opened.database,
    ...(index && { javaIndex: { folder: index.path, database: index.database } }),
  };
}

interface Opened {
  path: string;
  /** Bytes of the database itself. */
  size: number;
  database: Database;
}

type Open = (ref: string, context: ScannerContext) => Promise<Opened>;

const OPEN: Record<ScannerName, Open> = {
  async trivy(ref, context) {
    const { folder: path, ...opened } = await pullTrivyDatabase(ref, ADVISORIES, context);
    return { path, ...opened };
  },
  async grype(ref, context) {
    const { file, ...opened } = await pullGrypeDatabase(ref, context);
    const path = await namedArchive(file, join(cacheDir(), 'grype-db'));
    if (path) return { path, ...opened };
    throw noGrypeDatabase(ref, 'what it holds is no archive that Grype reads');
  },
};

const openJavaIndex: Open = async (ref, context) => {
  const { folder: path, ...opened } = await pullTrivyDatabase(ref, JAVA_INDEX, context);
  return { path, ...opened };
};

/** Which database it was is written down for the lock. */
async function open(ref: string, how: Open, context: ScannerContext): Promise<Opened> {
  const { pins, once = eachTime } = context;
  const key = `database ${ref} ${pins.database(ref)?.digest ?? ''}`;
  const opened = await once(key, () => how(ref, context)).catch((cause) => {
    throw unavailable('scan/no-database', `no database for the scanner: ${ref}`, cause);
  });
  const { digest, updatedAt } = opened.database;
  pins.used.databases.push({ ref, digest, size: opened.size, updatedAt });
  return opened;
}

/** Without a scanner or its data nothing can be proved, which is what the exit code has to say. */
function unavailable(code: 'scan/failed' | 'scan/no-database', what: string, cause: unknown) {
  if (!(cause instanceof HardenError)) return cause;
  if (cause.diagnostics.some(({ code: was }) => !/^(?:registry|offline)\//.test(was))) return cause;
  return new HardenError(
    ...cause.diagnostics.map(({ message, hint }) =>
      error(code, `${what} cannot be had: ${message}`, hint ? { hint } : {}),
    ),
  );
}
