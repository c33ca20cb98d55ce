import { createReadStream } from 'node:fs';
import { copyFile, cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeLayer } from '../oci/layer.ts';
import type { Content, LayerBlob } from '../oci/types.ts';
import { downloadModule, go } from './go.ts';
import { type LabPaths, labSources } from './paths.ts';
import type { GoProgram, ScannerRecipe } from './recipe.ts';

const CA_BUNDLE = '/etc/ssl/certs/ca-certificates.crt';

/**
 * Builds a scanner from its published Go module into `lab.bin`. `go install` refuses Trivy, so a
 * module of our own requires it, with the scanner's go.mod and go.sum for all that it depends on.
 */
export async function buildScanner(
  recipe: GoProgram,
  lab: LabPaths,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { name } = recipe;
  const source = join(lab.work, name);
  const log = join(lab.logs, `${name}.log`);
  await Promise.all([source, log].map((path) => rm(path, { recursive: true, force: true })));
  await mkdir(source, { recursive: true });
  const options = { cwd: source, log, signal };
  const module = await downloadModule(recipe.module, options);
  for (const file of ['go.mod', 'go.sum']) await copyFile(join(module, file), join(source, file));
  const { path, version } = recipe.module;
  const edits = ['-module', `harden.invalid/${name}`, '-require', `${path}@${version}`];
  await go(['mod', 'edit', ...edits], options);
  const env = { ...recipe.env };
  await go(['build', ...recipe.flags, '-o', name, recipe.package], { ...options, env });
  await publish(lab, source, name);
}

/** Builds the program that makes the lab's advisory databases from our own sources. */
export function buildDatabaseProgram(
  lab: LabPaths,
  signal: AbortSignal | undefined,
): Promise<void> {
  return buildOwn('advisory-db', databaseProgramSources(), lab, signal);
}

/** Builds the program that the engine's image starts, from our own sources. */
export function buildContainerProgram(lab: LabPaths, signal: AbortSignal): Promise<void> {
  return buildOwn('harden-container', join(labSources(), 'container'), lab, signal);
}

async function buildOwn(
  name: string,
  sources: string,
  lab: LabPaths,
  signal: AbortSignal | undefined,
): Promise<void> {
  const source = join(lab.work, name);
  const log = join(lab.logs, `${name}.log`);
  await Promise.all([source, log].map((path) => rm(path, { recursive: true, force: true })));
  await cp(sources, source, { recursive: true });
  const flags = ['-trimpath', '-ldflags', '-s -w'];
  const env = { CGO_ENABLED: '0' };
  await go(['build', ...flags, '-o', name, '.'], { cwd: source, log, signal, env });
  await publish(lab, source, name);
}

export function databaseProgramSources(): string {
  return join(labSources(), 'trivy-db');
}

/** A scanner's image in one layer: the program, the host's CA bundle, a place for its files. */
export async function scannerLayer(
  { name, installed }: ScannerRecipe,
  lab: LabPaths,
  blobs: string,
): Promise<LayerBlob> {
  return writeLayer(scannerFiles(join(lab.bin, name), installed), blobs, { level: 0 });
}

async function* scannerFiles(program: string, path: string): AsyncGenerator<Content> {
  const folders = ['etc', 'etc/ssl', 'etc/ssl/certs'];
  for (const path of folders) yield folder(path, 0o755);
  const bundle = await readFile(CA_BUNDLE);
  yield file(CA_BUNDLE.slice(1), 0o644, bundle.length, bytes(bundle));
  yield folder('tmp', 0o1777);
  const parts = path.split('/').slice(0, -1);
  for (const [i] of parts.entries()) yield folder(parts.slice(0, i + 1).join('/'), 0o755);
  yield file(path, 0o755, (await stat(program)).size, createReadStream(program));
}

function folder(path: string, mode: number): Content {
  return { entry: { path, type: 'directory', mode, uid: 0, gid: 0, size: 0 } };
}

function file(path: string, mode: number, size: number, body: AsyncIterable<Uint8Array>): Content {
  return { entry: { path, type: 'file', mode, uid: 0, gid: 0, size }, body };
}

async function* bytes(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}

async function publish(lab: LabPaths, source: string, program: string): Promise<void> {
  await mkdir(lab.bin, { recursive: true });
  await rename(join(source, program), join(lab.bin, program));
  await rm(source, { recursive: true, force: true });
}
