import type { Client, Container } from '@dagger.io/dagger';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { ANY_EXIT, LOCKED } from './enums.ts';
import { lastLines } from './errors.ts';
import { layoutIn } from './layout.ts';

export interface ScanInput {
  /** The scanner's image, by digest. */
  image: string;
  version: string;
  /** The OCI layout folder on the host. */
  layout: string;
  /** Folder on the host with trivy.db and metadata.json. */
  database: string;
  /** Folder on the host with trivy-java.db and metadata.json; without it no jar can be scanned. */
  javaIndex?: string;
  /** Names the volume with the layers analysed before: one scan has it at a time. */
  cache: string;
  /** Where the scanner's JSON goes on the host. */
  output: string;
}

const REPORT = '/tmp/report.json';
const IMAGE = '/tmp/image';
const CACHE = '/tmp/cache';

/**
 * Scans the layout with Trivy in the engine and writes its full JSON; which findings matter is
 * decided by the policy, not here. The scanner gets no secret, no network need and an empty working
 * folder, so that no `.trivyignore` or `trivy.yaml` can reach it. Its cache of analysed layers is
 * a volume of its own, which one scan has at a time; the database is mounted fresh on every run.
 */
export async function scanWithTrivy(client: Client, input: ScanInput): Promise<void> {
  const volume = client.cacheVolume(`harden-trivy-${input.version}${input.cache}`);
  const scanner = client
    .container()
    .from(input.image)
    .withoutEntrypoint()
    .withoutDefaultArgs()
    .withMountedCache(CACHE, volume, { sharing: LOCKED })
    .withMountedDirectory(`${CACHE}/db`, client.host().directory(input.database));
  const informed = input.javaIndex
    ? scanner.withMountedDirectory(`${CACHE}/java-db`, client.host().directory(input.javaIndex))
    : scanner;
  const scanned = informed
    .withMountedDirectory(IMAGE, await layoutIn(client, input.layout))
    .withWorkdir('/tmp/empty')
    .withExec(argv(), { expect: ANY_EXIT });
  const exitCode = await scanned.exitCode();
  if (exitCode !== 0) throw await failure(scanned, exitCode);
  await scanned.file(REPORT).export(input.output);
}

function argv(): string[] {
  return [
    '/usr/local/bin/trivy',
    'image',
    ...['--input', IMAGE],
    ...['--format', 'json', '--output', REPORT],
    ...['--scanners', 'vuln', '--list-all-pkgs'],
    ...['--cache-dir', CACHE],
    '--skip-db-update',
    '--skip-java-db-update',
    '--skip-version-check',
    '--disable-telemetry',
    '--offline-scan',
    '--no-progress',
  ];
}

async function failure(scanned: Container, exitCode: number): Promise<HardenError> {
  const log = await scanned.stderr();
  const how = exitCode > 128 ? `was killed by signal ${exitCode - 128}` : `exited with ${exitCode}`;
  return new HardenError(
    error('scan/failed', `Trivy ${how}, so nothing is known about this image`, {
      hint: 'read the scanner log below; run the build again if it was killed for want of memory',
      detail: lastLines(log, 40),
    }),
  );
}
