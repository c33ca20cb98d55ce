import { removeNetwork } from './network.ts';
import type { InstancePaths } from './paths.ts';
import { childrenOf, endProcess, processesWith } from './processes.ts';

/**
 * Ends and removes what an engine that no longer runs left on the host: containers that were
 * running when it was killed, its DNS server, its network. Does nothing if it ended by itself.
 */
export async function removeLeftovers(instance: InstancePaths, subnet: string): Promise<void> {
  const mark = `${instance.state}/worker/executor`;
  for (const runc of processesWith('runc', mark)) {
    // The first process of a container takes all others with it; runc itself then ends.
    for (const init of childrenOf(runc)) await endProcess(init, '', 0);
    await endProcess(runc, mark, 2_000);
  }
  await removeNetwork(instance, subnet);
}
