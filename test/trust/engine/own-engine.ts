import { rm } from 'node:fs/promises';
import { instancePaths } from '../../../src/engine/paths.ts';
import { harden } from '../../program.ts';
import { smallDisk } from './small-disk.ts';

export interface OwnEngine {
  env: Record<string, string>;
  pids: EngineProcesses;
  stop(): Promise<void>;
}

/** The processes of an engine of the trial's own. */
export interface EngineProcesses {
  engine: number;
  registry: number;
}

let started = 0;

/**
 * Starts an engine that nobody else uses, so that faults of it disturb nobody, and that has built
 * nothing. Linux only.
 * @param disk the size of the disk that its state is on, as tmpfs has it; no disk of its own when absent.
 */
export async function ownEngine(disk?: string): Promise<OwnEngine> {
  started += 1;
  const name = `trust-${process.pid}-${started}`;
  const env = { HARDEN_ENGINE_NAME: name };
  const { folder, state } = instancePaths(name);
  const unmount = disk && (await smallDisk(state, disk));
  const stop = async () => {
    await harden(['engine', 'stop'], { env });
    if (unmount) await unmount();
    await rm(folder, { recursive: true, force: true });
  };
  const { code, stdout, stderr } = await harden(['engine', 'start', '--json'], { env });
  if (code !== 0) {
    await stop();
    throw new Error(`no engine of its own: ${stderr}`);
  }
  return { env, pids: JSON.parse(stdout).pids, stop };
}
