import { readFile } from 'node:fs/promises';
import type { InstancePaths } from './paths.ts';
import { isRunning } from './processes.ts';
import { writeWhole } from './stamps.ts';

/** What is known of an engine that was started. */
export interface InstanceRecord {
  enginePid: number;
  registryPid: number;
  /** The registry's address, `127.0.0.1:PORT`. */
  registry: string;
  subnet: string;
  version: string;
  startedAt: string;
}

export async function readRecord(instance: InstancePaths): Promise<InstanceRecord | undefined> {
  const text = await readFile(instance.record, 'utf8').catch(() => undefined);
  if (!text) return undefined;
  try {
    return JSON.parse(text) as InstanceRecord;
  } catch {
    return undefined;
  }
}

export function writeRecord(instance: InstancePaths, record: InstanceRecord): Promise<void> {
  return writeWhole(instance.record, `${JSON.stringify(record, null, 2)}\n`);
}

/** Texts in the command lines of an engine's processes, by which they are told from all others. */
export function marks(instance: InstancePaths): { engine: string; registry: string } {
  return { engine: `--root ${instance.state} `, registry: registryConfigFile(instance) };
}

export function registryConfigFile(instance: InstancePaths): string {
  return `${instance.folder}/registry.yml`;
}

export function isEngineRunning(instance: InstancePaths, record: InstanceRecord): boolean {
  return isRunning(record.enginePid, marks(instance).engine);
}
