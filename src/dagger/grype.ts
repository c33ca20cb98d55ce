import { basename } from 'node:path';
import type { Client, Container, Directory } from '@dagger.io/dagger';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { lastLines } from './errors.ts';
import { outside, sandboxed } from './sandbox.ts';
import { endOf, type ScanInput, type ScanTarget, succeeded } from './scanned.ts';
import { BILL_PATH, targetIn } from './target.ts';

const PROGRAM = '/grype';
const DATABASE = '/tmp/database';
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
  const scanned = grypeIn(client, input, scanArgs(input.target), {
    database: await imported(client, input),
    ...(await targetIn(client, input.target)),
  });
  const done = await succeeded(scanned, input.title);
  await done.file(outside(REPORT)).export(input.output);
  await done.file(outside(PACKAGES)).export(input.packages);
  return done.stderr();
}

function grypeIn(
  client: Client,
  { image, imageArchive, helper }: ScanInput,
  args: string[],
  folders: Record<string, Directory>,
): Container {
  return sandboxed(client, {
    image: { ref: image, archive: imageArchive },
    helper,
    args: [PROGRAM, ...args, '--config', '/tmp/grype.yaml'],
    texts: { 'grype.yaml': SETTINGS },
    folders,
  });
}

/** An archive that Grype does not take is no database: nothing was scanned with it. */
async function imported(client: Client, input: ScanInput): Promise<Directory> {
  const name = basename(input.databasePath);
  const archive = client.directory().withFile(name, client.host().file(input.databasePath));
  const done = grypeIn(client, input, ['db', 'import', `/tmp/archive/${name}`], { archive });
  const { exitCode, log } = await endOf(done);
  if (exitCode === 0) return done.directory(outside(DATABASE));
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

function scanArgs(target: ScanTarget): string[] {
  return [
    ...wordsFor(target),
    ...['--output', `json=${REPORT}`],
    ...['--output', `cyclonedx-json=${PACKAGES}`],
  ];
}

function wordsFor(target: ScanTarget): string[] {
  if (target.kind === 'image') return ['oci-dir:/tmp/image', '--platform', target.platform];
  return [target.kind === 'bill' ? `sbom:${BILL_PATH}` : 'dir:/tmp/sources'];
}
