import { rm } from 'node:fs/promises';
import { instancePaths } from '../../../../src/engine/paths.ts';
import { harden } from '../../../program.ts';
import type { EngineProcesses } from './fault.ts';
import { smallDisk } from './small-disk.ts';

const NAME = 'trust';

export interface OwnEngine {
  env: Record<string, string>;
  pids: EngineProcesses;
  stop(): Promise<void>;
}

/**
 * Starts an engine that nobody else uses, so that faults of it disturb nobody. Linux only.
 * @param disk the size of the disk that its state is on, as tmpfs has it; no disk of its own when absent.
 */
export async function ownEngine(disk?: string): Promise<OwnEngine> {
  const env = { HARDEN_ENGINE_NAME: NAME };
  const { folder, state } = instancePaths(NAME);
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
