import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDir } from '../../src/cache.ts';
import { labPaths } from '../../src/engine/paths.ts';
import type { RunReport } from '../../src/report/types.ts';
import { plantedImage } from '../../src/self-test/image.ts';
import { PLANTED } from '../../src/self-test/planted.ts';
import { projectOf } from './temporary.ts';

const grype = join(labPaths().bin, 'grype');

/** Where Docker provides the engine there is no Grype on the host. */
export const grypeIsInstalled = await stat(grype).then(
  () => true,
  () => false,
);

export interface Written {
  json: string;
  packages: string;
}

/** Runs Grype by hand on a bill of materials, with the database of that build; what it wrote. */
export function grypeSbom(report: RunReport, file: string): Promise<Written> {
  return grypeOn(report, `sbom:${file}`);
}

/** The same for the image with planted packages that harden tests scanners with. */
export async function grypePlanted(report: RunReport): Promise<Written> {
  const folder = await projectOf({});
  await plantedImage(PLANTED, join(folder, 'image'), join(folder, 'blobs'));
  return grypeOn(report, `oci-dir:${join(folder, 'image')}`);
}

async function grypeOn(report: RunReport, target: string): Promise<Written> {
  const folder = await projectOf({});
  const env = {
    GRYPE_DB_CACHE_DIR: join(folder, 'db'),
    GRYPE_DB_AUTO_UPDATE: 'false',
    GRYPE_DB_VALIDATE_AGE: 'false',
    GRYPE_CHECK_FOR_APP_UPDATE: 'false',
  };
  const run = (...args: string[]) => promisify(execFile)(grype, args, { cwd: folder, env });
  await run('db', 'import', await databaseOf(report), '--quiet');
  const [json, packages] = [join(folder, 'report.json'), join(folder, 'packages.json')];
  await run(target, '--quiet', '-o', `json=${json}`, '-o', `cyclonedx-json=${packages}`);
  return { json: await readFile(json, 'utf8'), packages: await readFile(packages, 'utf8') };
}

/** The archive has the ending of its compression. */
async function databaseOf({ scanners }: RunReport): Promise<string> {
  const digest = scanners.find(({ name }) => name === 'grype')?.database.digest ?? '';
  const folder = join(cacheDir(), 'grype-db');
  const names = await readdir(folder);
  return join(folder, names.find((name) => name.startsWith(digest.replace(/^sha256:/, ''))) ?? '');
}
