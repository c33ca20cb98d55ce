import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { mirrorsOf } from './engine-config.ts';
import { type InstancePaths, instancePaths, type LabPaths, labPaths } from './paths.ts';
import { ping } from './ping.ts';
import { isRunning } from './processes.ts';
import { ENGINE_RECIPE, ENGINE_VERSION } from './recipe.ts';
import { type InstanceRecord, isEngineRunning, marks, readRecord } from './record.ts';

/** A native engine that runs. */
export interface EngineInfo {
  name: string;
  version: string;
  /** `unix://…`, as the SDK and harden-session take it. */
  address: string;
  /** The lab's registry, `http://127.0.0.1:PORT`. */
  registry: string;
  /** For harden's own registry client: upstream host to the URL that answers for it. */
  mirrors: Record<string, string>;
  pids: { engine: number; registry: number };
}

/** The engine of these paths if it and its registry run, answer and are of our version. */
export async function runningEngine(instance: InstancePaths): Promise<EngineInfo | undefined> {
  const record = await readRecord(instance);
  if (!record || record.version !== ENGINE_VERSION) return undefined;
  if (!isEngineRunning(instance, record)) return undefined;
  if (!isRunning(record.registryPid, marks(instance).registry)) return undefined;
  const answers = await Promise.all([ping(instance.address), ping(`tcp://${record.registry}`)]);
  return answers.every((answer) => answer === 'answers') ? infoOf(instance, record) : undefined;
}

/** The native engine of this user that has this address, if it runs. */
export async function nativeAt(address: string): Promise<EngineInfo | undefined> {
  const lab = labPaths();
  const names = await readdir(lab.engines).catch(() => []);
  const instance = names
    .map((name) => instancePaths(name, lab))
    .find((paths) => paths.address === address);
  return instance && (await runningEngine(instance));
}

/** Whether all programs of the native engine are there. */
export function isInstalled(lab: LabPaths = labPaths()): boolean {
  return ENGINE_RECIPE.programs.every((program) => existsSync(join(lab.bin, program)));
}

export function infoOf(instance: InstancePaths, record: InstanceRecord): EngineInfo {
  return {
    name: instance.name,
    version: record.version,
    address: instance.address,
    registry: `http://${record.registry}`,
    mirrors: mirrorsOf(record.registry),
    pids: { engine: record.enginePid, registry: record.registryPid },
  };
}
