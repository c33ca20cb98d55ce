import type { OciConfig } from '../oci/spec.ts';
import { SECCOMP, type Seccomp } from './seccomp.ts';
import type { User } from './user.ts';

/** Where the image's root is in the root that runs it. */
export const ROOT = '/rootfs';

/** Docker, Podman and containerd look here when an image says nothing. */
const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const HOSTNAME = 'harden';
const FILES = '/run/smoke/etc';

/**
 * Files that every container runtime puts over the image's own. The host name has an address that a
 * server on 127.0.0.1 does not answer at, as a container's own address in production.
 */
const RUNTIME_FILES: Record<string, string> = {
  [`${FILES}/hosts`]: `127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost\n127.0.0.2\t${HOSTNAME}\n`,
  [`${FILES}/hostname`]: `${HOSTNAME}\n`,
  [`${FILES}/resolv.conf`]: '',
};

/** The same with further lines of /etc/hosts. */
export function runtimeFiles(hosts = ''): Record<string, string> {
  const file = `${FILES}/hosts`;
  return { ...RUNTIME_FILES, [file]: `${RUNTIME_FILES[file]}${hosts}` };
}

const FIXED_MOUNTS: Mount[] = [
  { destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'noexec', 'nodev'] },
  {
    destination: '/dev',
    type: 'tmpfs',
    source: 'tmpfs',
    options: ['nosuid', 'noexec', 'mode=755', 'size=65536k'],
  },
  {
    destination: '/sys',
    type: 'sysfs',
    source: 'sysfs',
    options: ['nosuid', 'noexec', 'nodev', 'ro'],
  },
  ...Object.keys(RUNTIME_FILES).map((source) => ({
    destination: source.replace(FILES, '/etc'),
    type: 'bind',
    source,
    options: ['bind', 'ro', 'nosuid', 'noexec', 'nodev'],
  })),
];

/** What Docker hides of the kernel, and what it makes read-only. */
const MASKED = [
  '/proc/acpi',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/proc/timer_list',
  '/sys/devices/virtual/powercap',
  '/sys/firmware',
];
const READ_ONLY = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];

interface Mount {
  destination: string;
  type: string;
  source: string;
  options: string[];
}

/** The part of an OCI runtime config that is used, in the runtime spec's own names. */
export interface ContainerConfig {
  ociVersion: string;
  hostname: string;
  root: { path: string; readonly: true };
  process: {
    args: string[];
    env: string[];
    cwd: string;
    user: User;
    /** Empty: none, not even the ones a program could gain. */
    capabilities: Record<string, never>;
    noNewPrivileges: true;
  };
  mounts: Mount[];
  linux: {
    namespaces: { type: string }[];
    maskedPaths: string[];
    readonlyPaths: string[];
    seccomp: Seccomp;
  };
}

/**
 * The image as production runs it at its strictest: a read-only root, no capability, no new
 * privileges, the calls of the kernel that runtimes allow by default, the image's own user, environment and folder, temporary file systems only where asked
 * (not even /tmp and /dev/shm). The network is the one of whoever starts it.
 */
export function containerOf(
  { config = {} }: Pick<OciConfig, 'config'>,
  run: { args: string[]; user: User; writable: readonly string[] },
): ContainerConfig {
  const env = config.Env ?? [];
  return {
    ociVersion: '1.0.2',
    hostname: HOSTNAME,
    root: { path: ROOT, readonly: true },
    process: {
      args: run.args,
      env: env.some((pair) => pair.startsWith('PATH=')) ? env : [PATH, ...env],
      cwd: config.WorkingDir || '/',
      user: run.user,
      capabilities: {},
      noNewPrivileges: true,
    },
    // A folder comes before the folders in it, or it would hide them.
    mounts: [...FIXED_MOUNTS, ...[...new Set(run.writable)].sort().map(temporary)],
    linux: {
      namespaces: ['pid', 'ipc', 'uts', 'mount', 'cgroup'].map((type) => ({ type })),
      maskedPaths: MASKED,
      readonlyPaths: READ_ONLY,
      seccomp: SECCOMP,
    },
  };
}

function temporary(destination: string): Mount {
  const options = ['nosuid', 'nodev', 'mode=1777'];
  return { destination, type: 'tmpfs', source: 'tmpfs', options };
}
