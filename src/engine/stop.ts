import { readdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HardenError } from '../diagnostics/diagnostic.ts';
import type { Progress } from '../progress.ts';
import { isRoot, notRoot } from './host.ts';
import { removeLeftovers } from './leftovers.ts';
import { withLock } from './lock.ts';
import { engineName, type InstancePaths, instancePaths, labPaths } from './paths.ts';
import { endProcess, processesWith } from './processes.ts';
import { marks, readRecord } from './record.ts';
import { chooseSubnet } from './subnet.ts';

export interface StopOptions {
  name?: string;
  progress: Progress;
}

const GRACE_MS = 20_000;

/**
 * Stops an engine with its registry and DNS server and removes its bridge and iptables rules; its
 * cache stays. Gives whether anything ran.
 */
export async function stopEngine({ name = engineName(), progress }: StopOptions): Promise<boolean> {
  const instance = instancePaths(name);
  const record = await readRecord(instance);
  const mark = marks(instance);
  const engines = processesWith(mark.engine);
  const registries = processesWith(mark.registry);
  if (!record && engines.length + registries.length === 0) return false;
  if (!isRoot()) throw new HardenError(notRoot('engine stop'));

  await withLock(instance.lock, async () => {
    for (const pid of engines) {
      progress({
        phase: 'engine',
        message: `stopping the native engine "${name}" (process ${pid})`,
      });
      await endProcess(pid, mark.engine, GRACE_MS);
    }
    for (const pid of registries) await endProcess(pid, mark.registry, 5_000);
    await removeLeftovers(instance, record?.subnet ?? chooseSubnet(instance.seed, []));
    await removeTraces(instance);
  });
  return engines.length > 0;
}

/**
 * Stops every engine of this user and deletes what `engine install` made, caches included. Gives
 * the folder that was deleted. Host packages stay.
 */
export async function uninstallEngine({ progress }: { progress: Progress }): Promise<string> {
  const lab = labPaths();
  for (const name of await readdir(lab.engines).catch(() => [])) {
    await stopEngine({ name, progress });
  }
  progress({ phase: 'engine', message: `deleting ${lab.root}` });
  await rm(lab.root, { recursive: true, force: true });
  return lab.root;
}

async function removeTraces(instance: InstancePaths): Promise<void> {
  await rm(instance.record, { force: true });
  await rm(instance.socket, { force: true });
  const folder = dirname(instance.socket);
  if (folder !== instance.folder) await rm(folder, { recursive: true, force: true });
}
