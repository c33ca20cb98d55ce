import { basename } from 'node:path';
import type { Client, Container, Directory } from '@dagger.io/dagger';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { ANY_EXIT } from './enums.ts';
import { lastLines } from './errors.ts';
import { layoutIn } from './layout.ts';
import { endOf, type ScanInput, succeeded } from './scanned.ts';

const PROGRAM = '/grype';
const CONFIG = '/tmp/config/grype.yaml';
const DATABASE = '/tmp/database';
const IMAGE = '/tmp/image';
const REPORT = '/tmp/report.json';
const PACKAGES = '/tmp/packages.json';

/** All that Grype would look up or leave out by itself is off; harden judges the database's age. */
const SETTINGS = `check-for-app-update: false
match-upstream-kernel-headers: true
ignore: []
external-sources: {enable: false}
db: {cache-dir: ${DATABASE}, auto-update: false, validate-age: false}
`;

/**
 * Grype imports its database first, which makes the indexes: once for each database, as the engine
 * keeps what that gave. Its report names only packages with findings, so the same run lists all.
 */
export async function scanWithGrype(client: Client, input: ScanInput): Promise<string> {
  const scanned = grypeIn(client, input)
    .withMountedDirectory(DATABASE, await imported(client, input), { readOnly: true })
    .withMountedDirectory(IMAGE, await layoutIn(client, input.layout), { readOnly: true })
    .withExec(argv(input), { expect: ANY_EXIT });
  const done = await succeeded(scanned, input.title);
  await done.file(REPORT).export(input.output);
  await done.file(PACKAGES).export(input.packages);
  return done.stderr();
}

function grypeIn(client: Client, { image }: ScanInput): Container {
  return client
    .container()
    .from(image)
    .withoutEntrypoint()
    .withoutDefaultArgs()
    .withNewFile(CONFIG, SETTINGS)
    .withWorkdir('/tmp/empty');
}

/** An archive that Grype does not take is no database: nothing was scanned with it. */
async function imported(client: Client, input: ScanInput): Promise<Directory> {
  const archive = `/tmp/archive/${basename(input.databasePath)}`;
  const done = grypeIn(client, input)
    .withMountedFile(archive, client.host().file(input.databasePath))
    .withExec([PROGRAM, 'db', 'import', archive, '--config', CONFIG], { expect: ANY_EXIT });
  const { exitCode, log } = await endOf(done);
  if (exitCode === 0) return done.directory(DATABASE);
  throw new HardenError(
    error(
      'scan/no-database',
      `${input.title} does not take its database: it exited with ${exitCode}`,
      {
        hint: 'serve the database as its own project publishes it, of schema version 6',
        detail: lastLines(log, 20),
      },
    ),
  );
}

function argv({ platform }: ScanInput): string[] {
  return [
    PROGRAM,
    `oci-dir:${IMAGE}`,
    ...['--config', CONFIG],
    ...['--platform', platform],
    ...['--output', `json=${REPORT}`],
    ...['--output', `cyclonedx-json=${PACKAGES}`],
  ];
}
