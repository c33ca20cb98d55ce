import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { capture } from './child.ts';
import type { NpmPackage } from './recipe.ts';

const AGAIN = 'then run harden engine install again';

/**
 * Downloads a package with the host's npm, as it is configured, and gives the tarball's path. The
 * bytes have to be those of the recipe, whatever npm says of them.
 */
export async function downloadPackage(
  { name, version, integrity }: NpmPackage,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const wanted = `${name}@${version}`;
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder, wanted];
  const result = await capture(['npm', ...args], {
    cwd: folder,
    env: process.env,
    ...(signal && { signal }),
  });
  signal?.throwIfAborted();
  const file = filename(result.stdout);
  if (result.code !== 0 || !file) {
    throw failed(
      `the npm package ${wanted} could not be downloaded`,
      `check that npm is there and its registry reachable (npm ping), ${AGAIN}`,
      result.stderr.trim(),
    );
  }
  const tarball = join(folder, file);
  const found = await integrityOf(tarball);
  if (found === integrity) return tarball;
  throw failed(
    `${wanted} has integrity ${found}, expected ${integrity}`,
    `the registry serves another package under this name: use one you trust (npm config get registry), ${AGAIN}`,
  );
}

/** The hash as npm and lock files write it. */
export async function integrityOf(file: string): Promise<string> {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return `sha512-${hash.digest('base64')}`;
}

function filename(text: string): string | undefined {
  try {
    return JSON.parse(text)[0]?.filename;
  } catch {
    return undefined;
  }
}

function failed(message: string, hint: string, detail?: string): HardenError {
  return new HardenError(
    error('engine/build-failed', message, { hint, ...(detail && { detail }) }),
  );
}
