import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HardenError } from '../diagnostics/diagnostic.ts';
import type { Progress } from '../progress.ts';
import { refreshDatabases } from './database.ts';
import { withElapsed } from './elapsed.ts';
import { checkHost, hostFacts, missingPackages } from './host.ts';
import { withLock } from './lock.ts';
import { installHostPackages } from './packages.ts';
import { type LabPaths, labPaths } from './paths.ts';
import { endProcess } from './processes.ts';
import { type RegistryServer, startRegistry } from './registry-server.ts';
import { writeStamp } from './stamps.ts';
import { pendingSteps } from './steps.ts';

export interface InstallOptions {
  progress: Progress;
  signal?: AbortSignal | undefined;
}

/**
 * Makes the native engine and what belongs to it, once per user: host packages, programs, the
 * registry's content. What is there already is left alone; after an interruption a second call
 * goes on. Throws HardenError with all that the machine lacks.
 */
export async function installEngine(options: InstallOptions): Promise<void> {
  const lab = labPaths();
  if (await isComplete(lab)) return;
  const problems = checkHost(await hostFacts(lab.root));
  if (problems.length > 0) throw new HardenError(...problems);
  const waiting = (pid: number) =>
    options.progress({ phase: 'engine', message: `waiting for another install (process ${pid})` });
  await withLock(
    join(lab.root, 'install.lock'),
    () => inWorkFolder(lab, (own) => installAll(own, options)),
    {
      signal: options.signal,
      waiting,
    },
  );
}

/** Whether nothing is left to do; the database's age is looked after by each start. */
async function isComplete(lab: LabPaths): Promise<boolean> {
  if (missingPackages().length > 0) return false;
  return (await pendingSteps(lab)).length === 0;
}

/**
 * Gives this install a work folder of its own: a compiler of one that was killed may still write
 * to that one's.
 */
async function inWorkFolder(lab: LabPaths, use: (own: LabPaths) => Promise<void>): Promise<void> {
  await rm(lab.work, { recursive: true, force: true });
  const work = join(lab.work, String(process.pid));
  await mkdir(work, { recursive: true });
  try {
    await use({ ...lab, work });
  } finally {
    await rm(lab.work, { recursive: true, force: true });
  }
}

async function installAll(lab: LabPaths, options: InstallOptions): Promise<void> {
  const { progress, signal } = options;
  await installHostPackages(join(lab.logs, 'apt.log'), { progress, signal });
  await withRegistry(lab, async (registry) => {
    for (const { step, key } of await pendingSteps(lab)) {
      signal?.throwIfAborted();
      const context = { lab, progress, signal, registry };
      const result = await withElapsed(progress, step.name, step.message, () => step.make(context));
      await writeStamp(lab.stamps, step.name, key, result ?? true);
    }
    await refreshDatabases(lab, { registry: await registry(), progress, signal });
  });
}

/** A registry of this install's own, started when it is first asked for and ended with `use`. */
async function withRegistry(
  lab: LabPaths,
  use: (registry: () => Promise<string>) => Promise<void>,
): Promise<void> {
  const folder = join(lab.work, 'registry');
  const config = join(folder, 'registry.yml');
  let server: Promise<RegistryServer> | undefined;
  try {
    await use(async () => {
      server ??= startRegistry(lab.registry, config);
      return (await server).address;
    });
  } finally {
    const started = await server?.catch(() => undefined);
    if (started) await endProcess(started.pid, config, 5_000);
    await rm(folder, { recursive: true, force: true });
  }
}
