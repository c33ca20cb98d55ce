import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { capture } from './child.ts';
import { systemPath } from './host.ts';
import { rulesToDelete } from './iptables-rules.ts';
import type { InstancePaths } from './paths.ts';
import { endProcess, processesWith } from './processes.ts';

const CNI_STATE = '/var/lib/cni';
const BACKENDS = ['legacy', 'nft'];

/**
 * Removes what a network of an engine that no longer runs left on the host: its DNS server (which
 * outlives a killed engine, since it changed its user), its bridge, its iptables rules in both backends, its address leases. Nothing of other networks.
 */
export async function removeNetwork(
  { network, state }: Pick<InstancePaths, 'network' | 'state'>,
  subnet: string,
): Promise<void> {
  const options = { env: { PATH: systemPath() }, timeout: 20_000 };
  const mark = `/dnsname/${network}/dnsmasq.conf`;
  for (const pid of processesWith('dnsmasq', mark)) await endProcess(pid, mark, 1_000);
  await capture(['ip', 'link', 'delete', `${network}0`], options);
  for (const backend of BACKENDS) {
    const { stdout } = await capture([`iptables-${backend}-save`], options);
    const input = rulesToDelete(stdout, network, subnet);
    if (input) await capture([`iptables-${backend}-restore`, '--noflush'], { ...options, input });
  }
  await rm(join(CNI_STATE, 'networks', network), { recursive: true, force: true });
  await removeResults(network, join(state, 'net', 'cni'));
}

/** CNI's notes on each network namespace, and what is left of the namespaces themselves. */
async function removeResults(network: string, namespaces: string): Promise<void> {
  const ids = await readdir(namespaces).catch(() => []);
  const isOurs = (name: string) =>
    name.startsWith(`${network}-`) || ids.some((id) => name === `cni-loopback-${id}-lo`);
  const results = join(CNI_STATE, 'results');
  const names = (await readdir(results).catch(() => [])).filter(isOurs);
  await Promise.all(names.map((name) => rm(join(results, name), { force: true })));
  await Promise.all(ids.map((id) => rm(join(namespaces, id), { recursive: true, force: true })));
}
