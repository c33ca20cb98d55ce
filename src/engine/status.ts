import { freeBytes } from '../disk.ts';
import { capture } from './child.ts';
import { lastDatabase } from './database.ts';
import { otherEngine } from './discover.ts';
import type { DatabaseStamp } from './lab-database.ts';
import { engineName, instancePaths, labPaths } from './paths.ts';
import { readRecord } from './record.ts';
import { storedTags } from './registry-content.ts';
import { isInstalled, runningEngine } from './running.ts';
import { pendingSteps } from './steps.ts';

/** What `engine status` tells: the engine a build would use, and the native one. */
export interface EngineStatus extends NativeStatus {
  /** Whose turn it is: the native engine's, or that of one that goes before it. */
  kind: 'native' | 'other';
  /** The engine that goes before the native one, in words. */
  used?: string;
}

/** The native engine. Sizes in bytes. */
interface NativeStatus {
  name: string;
  installed: boolean;
  /** Names of the steps that `engine install` would run. */
  outdated: string[];
  running: boolean;
  version?: string;
  startedAt?: string;
  address: string;
  registry?: string;
  pids?: { engine: number; registry: number };
  /** `repository:tag` of everything in the lab's registry. */
  images: string[];
  database?: DatabaseStamp;
  disk: { folder: string; used: number; free: number };
  log: string;
}

/** The engine a build would use and the state of the native one. Starts nothing. */
export async function engineStatus(env: NodeJS.ProcessEnv = process.env): Promise<EngineStatus> {
  const [used, native] = await Promise.all([otherEngine({ env }), nativeStatus(engineName(env))]);
  return { kind: used ? 'other' : 'native', ...(used && { used }), ...native };
}

async function nativeStatus(name: string): Promise<NativeStatus> {
  const lab = labPaths();
  const instance = instancePaths(name, lab);
  const info = await runningEngine(instance);
  const [record, pending, images, database, used, free] = await Promise.all([
    readRecord(instance),
    pendingSteps(lab),
    storedTags(lab.registry),
    lastDatabase(lab),
    diskUsed(lab.root),
    freeBytes(lab.root),
  ]);
  return {
    name,
    installed: isInstalled(lab),
    outdated: pending.map(({ step }) => step.name),
    running: info !== undefined,
    ...(info && { version: info.version, registry: info.registry, pids: info.pids }),
    ...(info && record && { startedAt: record.startedAt }),
    address: instance.address,
    images,
    ...(database && { database }),
    disk: { folder: lab.root, used, free },
    log: instance.log,
  };
}

async function diskUsed(folder: string): Promise<number> {
  const { stdout } = await capture(['du', '-s', '--block-size=1', folder], { timeout: 20_000 });
  return Number.parseInt(stdout, 10) || 0;
}
