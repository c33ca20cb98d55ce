import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { capture } from './child.ts';
import { downloadModule, go } from './go.ts';
import { type LabPaths, labSources } from './paths.ts';
import { ENGINE_RECIPE as recipe } from './recipe.ts';

/** The folders of ours that go into the engine's sources. */
export function engineSources(): { overlay: string; absent: string } {
  const folder = join(labSources(), 'engine');
  return { overlay: join(folder, 'overlay'), absent: join(folder, 'absent') };
}

/**
 * Builds the engine, its session program, launcher, init and DNS plug-in from the published Go
 * module into `lab.bin`. Go's build cache keeps what an interrupted build had done.
 */
export async function buildEngine(lab: LabPaths, signal: AbortSignal | undefined): Promise<void> {
  const source = join(lab.work, 'engine');
  const built = join(lab.work, 'engine-bin');
  const log = join(lab.logs, 'engine.log');
  await Promise.all([source, built, log].map((path) => rm(path, { recursive: true, force: true })));
  await Promise.all([source, built].map((path) => mkdir(path, { recursive: true })));

  const options = { cwd: source, log, signal };
  await prepareSources(await downloadModule(recipe.module, options), source);
  const edits = Object.entries(recipe.replace).flatMap(([from, to]) => [
    '-replace',
    `${from}=${to}`,
  ]);
  await go(['mod', 'edit', ...edits], options);
  for (const { env, packages } of recipe.builds) {
    await go(['build', ...recipe.flags, '-o', `${built}/`, ...packages], { ...options, env });
  }

  await mkdir(lab.bin, { recursive: true });
  for (const program of recipe.programs) {
    await rename(join(built, program), join(lab.bin, program));
  }
  await Promise.all([source, built].map((path) => rm(path, { recursive: true, force: true })));
}

async function prepareSources(module: string, source: string): Promise<void> {
  const { overlay, absent } = engineSources();
  // 190 MB in many small files, which Node's own cp copies several times slower.
  await capture(['cp', '--recursive', '--no-target-directory', module, source]);
  // Go's module cache is read-only.
  await capture(['chmod', '-R', 'u+w', source]);
  for (const folder of recipe.emptied) {
    const files = (await readdir(join(source, folder))).filter((name) => name.endsWith('.go'));
    await Promise.all(files.map((name) => rm(join(source, folder, name))));
  }
  for (const patch of recipe.patches) await applyPatch(join(source, patch.file), patch);
  await cp(overlay, source, { recursive: true, force: true });
  await cp(absent, join(source, recipe.absent), { recursive: true });
}

async function applyPatch(file: string, { from, to }: { from: string; to: string }): Promise<void> {
  const parts = (await readFile(file, 'utf8')).split(from);
  if (parts.length !== 2) throw new Error(`the recipe's patch does not fit ${file}`);
  await writeFile(file, parts.join(to));
}
