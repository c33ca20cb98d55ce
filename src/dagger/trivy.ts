import type { Client } from '@dagger.io/dagger';
import { ANY_EXIT, LOCKED } from './enums.ts';
import { layoutIn } from './layout.ts';
import { type ScanInput, succeeded } from './scanned.ts';

const REPORT = '/tmp/report.json';
const IMAGE = '/tmp/image';
const CACHE = '/tmp/cache';

/**
 * Trivy's cache of analysed layers is a volume of its own, which one scan has at a time; the
 * database is mounted fresh on every run.
 */
export async function scanWithTrivy(client: Client, input: ScanInput): Promise<string> {
  const volume = client.cacheVolume(`harden-trivy-${input.version}${input.cache}`);
  const scanner = client
    .container()
    .from(input.image)
    .withoutEntrypoint()
    .withoutDefaultArgs()
    .withMountedCache(CACHE, volume, { sharing: LOCKED })
    .withMountedDirectory(`${CACHE}/db`, client.host().directory(input.databasePath));
  const informed = input.javaIndex
    ? scanner.withMountedDirectory(`${CACHE}/java-db`, client.host().directory(input.javaIndex))
    : scanner;
  const scanned = informed
    .withMountedDirectory(IMAGE, await layoutIn(client, input.layout))
    .withWorkdir('/tmp/empty')
    .withExec(argv(), { expect: ANY_EXIT });
  const done = await succeeded(scanned, input.title);
  await done.file(REPORT).export(input.output);
  return done.stderr();
}

function argv(): string[] {
  return [
    '/usr/local/bin/trivy',
    'image',
    ...['--input', IMAGE],
    ...['--format', 'json', '--output', REPORT],
    ...['--scanners', 'vuln,secret', '--image-config-scanners', 'secret', '--list-all-pkgs'],
    ...['--cache-dir', CACHE],
    '--skip-db-update',
    '--skip-java-db-update',
    '--skip-version-check',
    '--disable-telemetry',
    '--offline-scan',
    '--no-progress',
  ];
}
