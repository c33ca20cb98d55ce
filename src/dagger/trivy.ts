import type { Client } from '@dagger.io/dagger';
import { layoutIn } from './layout.ts';
import { outside, sandboxed } from './sandbox.ts';
import { type ScanInput, succeeded } from './scanned.ts';

const REPORT = '/tmp/report.json';

/**
 * Trivy's cache of analysed layers is a volume of its own, which one scan has at a time; the
 * database is mounted fresh on every run.
 */
export async function scanWithTrivy(client: Client, input: ScanInput): Promise<string> {
  const host = (path: string) => client.host().directory(path);
  const scanned = sandboxed(client, {
    image: input.image,
    helper: input.helper,
    args: ARGS,
    cache: {
      path: 'cache',
      volume: client.cacheVolume(`harden-trivy-${input.version}${input.cache}`),
    },
    folders: {
      'cache/db': host(input.databasePath),
      ...(input.javaIndex && { 'cache/java-db': host(input.javaIndex) }),
      image: await layoutIn(client, input.layout),
    },
  });
  const done = await succeeded(scanned, input.title);
  await done.file(outside(REPORT)).export(input.output);
  return done.stderr();
}

const ARGS = [
  '/usr/local/bin/trivy',
  'image',
  ...['--input', '/tmp/image'],
  ...['--format', 'json', '--output', REPORT],
  ...['--scanners', 'vuln,secret', '--image-config-scanners', 'secret', '--list-all-pkgs'],
  ...['--cache-dir', '/tmp/cache'],
  '--skip-db-update',
  '--skip-java-db-update',
  '--skip-version-check',
  '--disable-telemetry',
  '--offline-scan',
  '--no-progress',
];
