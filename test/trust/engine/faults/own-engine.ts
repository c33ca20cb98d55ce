import { rm } from 'node:fs/promises';
import { instancePaths } from '../../../../src/engine/paths.ts';
import { harden } from '../../../program.ts';
import type { EngineProcesses } from './fault.ts';

const NAME = 'trust';

export interface OwnEngine {
  env: Record<string, string>;
  pids: EngineProcesses;
  stop(): Promise<void>;
}

/** Starts an engine that nobody else uses, so that faults of it disturb nobody. Linux only. */
export async function ownEngine(): Promise<OwnEngine> {
  const env = { HARDEN_ENGINE_NAME: NAME };
  const { code, stdout, stderr } = await harden(['engine', 'start', '--json'], { env });
  if (code !== 0) throw new Error(`no engine of its own: ${stderr}`);
  const stop = async () => {
    await harden(['engine', 'stop'], { env });
    await rm(instancePaths(NAME).folder, { recursive: true, force: true });
  };
  return { env, pids: JSON.parse(stdout).pids, stop };
}
