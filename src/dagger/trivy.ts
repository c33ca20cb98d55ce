import type { Client } from '@dagger.io/dagger';
import { outside, sandboxed } from './sandbox.ts';
import { type ScanInput, type ScanTarget, succeeded } from './scanned.ts';
import { BILL_PATH, targetIn } from './target.ts';

const REPORT = '/tmp/report.json';

/**
 * Trivy's cache of analysed layers is a volume of its own, which one scan has at a time, and of no
 * use for lock files; the database is mounted fresh on every run.
 */
export async function scanWithTrivy(client: Client, input: ScanInput): Promise<string> {
  const host = (path: string) => client.host().directory(path);
  const scanned = sandboxed(client, {
    image: { ref: input.image, archive: input.imageArchive },
    helper: input.helper,
    args: argsFor(input),
    ...(input.target.kind === 'image' && {
      cache: {
        path: 'cache',
        volume: client.cacheVolume(`harden-trivy-${input.version}${input.cache}`),
      },
    }),
    folders: {
      'cache/db': host(input.databasePath),
      ...(input.javaIndex && { 'cache/java-db': host(input.javaIndex) }),
      ...(await targetIn(client, input.target)),
    },
  });
  const done = await succeeded(scanned, input.title);
  await done.file(outside(REPORT)).export(input.output);
  return done.stderr();
}

/** It has a limit of its own, of five minutes, in place of which ours comes. */
function argsFor({ target, timeout }: ScanInput): string[] {
  return ['/usr/local/bin/trivy', ...WORDS[target.kind], ...ARGS, '--timeout', `${timeout + 60}s`];
}

const SECRETS = ['--scanners', 'vuln,secret', '--image-config-scanners', 'secret'];

const WORDS: Record<ScanTarget['kind'], string[]> = {
  image: ['image', '--input', '/tmp/image', ...SECRETS],
  sources: ['fs', '/tmp/sources', '--scanners', 'vuln'],
  bill: ['sbom', BILL_PATH, '--scanners', 'vuln'],
};

const ARGS = [
  ...['--format', 'json', '--output', REPORT],
  '--list-all-pkgs',
  ...['--cache-dir', '/tmp/cache'],
  '--skip-db-update',
  '--skip-java-db-update',
  '--skip-version-check',
  '--disable-telemetry',
  '--offline-scan',
  '--no-progress',
];
