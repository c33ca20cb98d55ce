import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Daemon, startDaemon } from './daemon.ts';
import { engineConfig } from './engine-config.ts';
import { findProgram, systemPath } from './host.ts';
import type { InstancePaths, LabPaths } from './paths.ts';
import { writeWhole } from './stamps.ts';

const CNI_PLUGINS = ['/usr/lib/cni', '/usr/libexec/cni', '/opt/cni/bin'];
const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];

/** Starts the engine's process with the registry as its mirror; it does not answer yet. */
export async function launchEngine(
  lab: LabPaths,
  instance: InstancePaths,
  registry: string,
  subnet: string,
): Promise<Daemon> {
  const folder = (name: string) => join(instance.folder, name);
  for (const path of [instance.state, dirname(instance.socket), folder('cni'), folder('scratch')]) {
    await mkdir(path, { recursive: true });
  }
  // The socket is root on this machine for everybody who can open it.
  await chmod(dirname(instance.socket), 0o700);
  await linkPlugins(lab, folder('cni'));
  await writeWhole(instance.config, JSON.stringify(engineConfig(registry), null, 2));
  return startDaemon(engineArgv(lab, instance, subnet), { log: instance.log, env: engineEnv() });
}

/** One folder with the host's CNI plug-ins and our DNS plug-in, which the engine looks in. */
async function linkPlugins(lab: LabPaths, folder: string): Promise<void> {
  const from = CNI_PLUGINS.find((path) => existsSync(join(path, 'bridge'))) ?? '/usr/lib/cni';
  const names = await readdir(from).catch(() => []);
  const targets = new Map(names.map((name) => [name, join(from, name)]));
  targets.set('dnsname', join(lab.bin, 'dnsname'));
  for (const [name, target] of targets) {
    await rm(join(folder, name), { force: true });
    await symlink(target, join(folder, name));
  }
}

function engineArgv(lab: LabPaths, instance: InstancePaths, subnet: string): string[] {
  const folder = (name: string) => join(instance.folder, name);
  const xtables = findProgram('xtables-nft-multi') ?? '/usr/sbin/xtables-nft-multi';
  return [
    join(lab.bin, 'harden-launch'),
    ...['--scratch', folder('scratch')],
    ...['--config', instance.config],
    ...['--runc', findProgram('runc') ?? '/usr/sbin/runc'],
    ...['--init', join(lab.bin, 'init')],
    ...['--xtables', dirname(xtables)],
    '--',
    join(lab.bin, 'engine'),
    ...['--root', instance.state],
    ...['--addr', instance.address],
    ...['--network-name', instance.network],
    ...['--network-cidr', subnet],
    ...['--oci-cni-binary-dir', folder('cni')],
    // Namespaces made ahead for containers to come; upstream's 128 slow down start and stop.
    ...['--oci-cni-pool-size', '8'],
  ];
}

/** The engine sees these variables of the host and no others: nothing that sends telemetry. */
function engineEnv(): NodeJS.ProcessEnv {
  const kept = [...PROXIES, 'TMPDIR', 'SSL_CERT_FILE', 'SSL_CERT_DIR']
    .filter((name) => process.env[name] !== undefined)
    .map((name) => [name, process.env[name]]);
  return { ...Object.fromEntries(kept), PATH: systemPath(), HOME: '/root', DO_NOT_TRACK: '1' };
}
