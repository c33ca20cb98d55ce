import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { capture } from '../../src/engine/child.ts';
import { registryConfig } from '../../src/engine/engine-config.ts';
import { systemPath } from '../../src/engine/host.ts';
import { labPaths } from '../../src/engine/paths.ts';

export interface Docker {
  /** For whoever asks this daemon and no other. */
  env: Record<string, string>;
  /** The lab's registry, as containers reach it. */
  registry: string;
  run(...args: string[]): Promise<string>;
}

/**
 * Some machines, such as sandboxes, may not hand on all capabilities, and fail every privileged
 * container for it. Those that this machine lacks are left out of what runc is asked for.
 */
const RUNTIME = `#!/bin/sh
prev=
for arg in "$@"; do
  case $prev in
    --bundle) file=$arg/config.json ;;
    --process) file=$arg ;;
    *) file= ;;
  esac
  if [ "$file" ]; then
    for name in $HARDEN_TEST_LACKING; do sed -i "s/\\"$name\\",//g" "$file"; done
  fi
  prev=$arg
done
exec runc "$@"
`;

/**
 * Debian's dockerd with folders of its own, in a network namespace of its own, with the lab's
 * registry at the other end of a cable. All of it is gone when the test ends.
 */
export async function dockerd(): Promise<Docker> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-docker-'));
  const at = (name: string) => join(folder, name);
  const net = `10.111.${process.pid % 256}`;
  const registry = `${net}.1:5000`;
  const cable = `hdnt${process.pid % 100_000}`;
  const servers: ChildProcess[] = [];
  onTestFinished(() => takeDown(folder, cable, servers));

  const env = { ...(await unpacked(at('root'))), DOCKER_HOST: `unix://${at('docker.sock')}` };
  await writeFile(at('runtime'), RUNTIME);
  await chmod(at('runtime'), 0o755);
  await writeFile(at('registry.yml'), registryConfig(labPaths().registry, registry));

  const daemon = spawn(
    'unshare',
    ['--net', 'sh', '-c', 'read go; exec dockerd "$@"', 'sh', ...daemonArgs(at, registry)],
    { env: { ...process.env, ...env, HARDEN_TEST_LACKING: await lacking() }, stdio: 'pipe' },
  );
  servers.push(daemon);
  let log = '';
  for (const stream of [daemon.stdout, daemon.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  }
  const own = await readlink('/proc/self/ns/net');
  const its = () => readlink(`/proc/${daemon.pid}/ns/net`).catch(() => own);
  await until(
    async () => (await its()) !== own,
    () => log,
  );
  const inside = ['nsenter', `--net=/proc/${daemon.pid}/ns/net`];
  await ended(`ip link add ${cable} type veth peer name eth0 netns ${daemon.pid}`);
  await ended(`ip addr add ${net}.1/30 dev ${cable}`);
  await ended(`ip link set ${cable} up`);
  await ended(`${inside.join(' ')} ip addr add ${net}.2/30 dev eth0`);
  for (const device of ['eth0', 'lo']) {
    await ended(`${inside.join(' ')} ip link set ${device} up`);
  }
  await ended(`${inside.join(' ')} ip route add default via ${net}.1`);
  servers.push(spawn('docker-registry', ['serve', at('registry.yml')], { stdio: 'ignore' }));
  daemon.stdin.end('go\n');

  const docker = { env: { ...process.env, ...env } };
  const answers = async () => (await capture(['docker', 'version'], docker)).code === 0;
  await until(answers, () => log);
  return {
    env,
    registry,
    async run(...args) {
      const { code, stdout, stderr } = await capture(['docker', ...args], docker);
      if (code === 0) return stdout.trim();
      throw new Error(`docker ${args.join(' ')} ended with ${code}: ${stderr}`);
    },
  };
}

function daemonArgs(at: (name: string) => string, registry: string): string[] {
  return [
    ...['--data-root', at('data'), '--exec-root', at('exec'), '--pidfile', at('pid')],
    ...['--host', `unix://${at('docker.sock')}`, '--insecure-registry', registry],
    ...['--add-runtime', `test=${at('runtime')}`, '--default-runtime', 'test'],
  ];
}

/** Docker as Debian has it, fetched and unpacked: nothing is installed on the host. */
async function unpacked(root: string): Promise<{ PATH: string; LD_LIBRARY_PATH: string }> {
  const archives = `${root}.debs`;
  await mkdir(join(archives, 'partial'), { recursive: true });
  // Debian 13 has the client in a package of its own.
  const client = await capture(['apt-cache', 'show', 'docker-cli']);
  const names = ['docker.io', ...(client.code === 0 ? ['docker-cli'] : [])];
  await ended(
    `apt-get install --yes --no-install-recommends --download-only -o Dir::Cache::archives=${archives} ${names.join(' ')}`,
  );
  for (const name of await readdir(archives)) {
    if (name.endsWith('.deb')) await ended(`dpkg-deb --extract ${join(archives, name)} ${root}`);
  }
  await rm(archives, { recursive: true });
  const libraries = await capture(['dpkg-architecture', '-q', 'DEB_HOST_MULTIARCH']);
  const triplet =
    libraries.stdout.trim() || `${process.arch === 'x64' ? 'x86_64' : 'aarch64'}-linux-gnu`;
  return {
    PATH: `${root}/usr/sbin:${root}/usr/bin:${systemPath()}`,
    LD_LIBRARY_PATH: `${root}/usr/lib/${triplet}:${root}/lib/${triplet}`,
  };
}

/** Names of the capabilities that nobody on this machine can have. */
async function lacking(): Promise<string> {
  const { stdout } = await capture(['setpriv', '--dump']);
  const bound = /^Capability bounding set: (.*)$/m.exec(stdout)?.[1]?.split(',') ?? [];
  return ['sys_resource', 'sys_module', 'sys_rawio', 'sys_time', 'sys_boot', 'syslog', 'mac_admin']
    .filter((name) => bound.length > 0 && !bound.includes(name))
    .map((name) => `CAP_${name.toUpperCase()}`)
    .join(' ');
}

async function takeDown(folder: string, cable: string, servers: ChildProcess[]): Promise<void> {
  for (const server of servers.toReversed()) {
    if (server.exitCode !== null || server.signalCode !== null) continue;
    const gone = once(server, 'exit');
    server.kill('SIGTERM');
    const timer = setTimeout(() => server.kill('SIGKILL'), 15_000);
    await gone;
    clearTimeout(timer);
  }
  await capture(['ip', 'link', 'delete', cable]);
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

async function ended(command: string): Promise<void> {
  const { code, stderr } = await capture(command.split(' '), {
    env: { ...process.env, PATH: systemPath(), DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${stderr}`);
}

async function until(ready: () => Promise<boolean>, log: () => string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await ready()) return;
    await sleep(100);
  }
  throw new Error(`the daemon does not answer: ${log()}`);
}
