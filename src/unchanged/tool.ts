import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packagePath } from '../package-root.ts';

/** What of the package decides what a build does, beside its code. */
export const DATA = ['bases', 'healthcheck', 'keys', 'package.json', 'presets', 'smoke'];

/** Files for people, and types for compilers. */
const DOES_NOTHING = /\.(?:d\.ts|md)$|^dist\/types$/;

/** These the bundler names by a digest of what is in them: six of the seven megabytes of the program. */
const NAMED_BY_BYTES = /^dist\/chunks\/[^/]+-[\w-]{8}\.js$/;

let known: string | undefined;

/**
 * Names this very build of harden, by the bytes of its files, and what it runs on: a version alone is
 * the same for everybody who changes it.
 */
export function toolDigest(): string {
  known ??= digestOf(packagePath(), [codeFolder(), ...DATA]);
  return known;
}

/** Of files and folders below a root. */
export function digestOf(root: string, parts: readonly string[]): string {
  const hash = createHash('sha256').update(
    `${process.version} ${process.platform} ${process.arch}\n`,
  );
  for (const path of parts.flatMap((part) => filesBelow(root, part))) {
    hash.update(`${bytesOf(join(root, path), path)}  ${path}\n`);
  }
  return hash.digest('hex');
}

function bytesOf(file: string, path: string): string {
  if (NAMED_BY_BYTES.test(path)) return String(statSync(file).size);
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** `dist` of the built program, `src` where the sources are run. */
function codeFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return relative(packagePath(), here).split(sep)[0] ?? '';
}

function filesBelow(root: string, part: string): string[] {
  const entries = entriesOf(join(root, part));
  if (!entries) return [part];
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((one) => ({ path: `${part}/${one.name}`, isFolder: one.isDirectory() }))
    .filter(({ path }) => !DOES_NOTHING.test(path))
    .flatMap(({ path, isFolder }) => (isFolder ? filesBelow(root, path) : [path]));
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw cause;
  }
}
