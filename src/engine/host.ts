import { existsSync } from 'node:fs';
import { mkdir, statfs } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { capture } from './child.ts';
import { HOST_PACKAGES, type HostPackage } from './recipe.ts';

/** What `engine install` needs to know about the machine. */
export interface HostFacts {
  platform: string;
  architecture: string;
  root: boolean;
  /** As `go env GOVERSION` prints it, for example go1.26.8; undefined without Go. */
  go: string | undefined;
  freeBytes: number;
  cache: string;
}

const NEEDED_BYTES = 12e9;
const NEEDED_GO = [1, 26, 1] as const;
const ARCHITECTURES = ['x64', 'arm64'];
/** Where Debian and others put system programs; not always on a user's PATH. */
const SYSTEM_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** What stands in the way of building the native engine, all at once; empty if nothing does. */
export function checkHost(facts: HostFacts): Diagnostic[] {
  if (facts.platform !== 'linux' || !ARCHITECTURES.includes(facts.architecture)) {
    return [unsupported(facts)];
  }
  const problems: Diagnostic[] = [];
  if (!facts.root) problems.push(notRoot('engine install'));
  if (!facts.go || !isAtLeast(facts.go, NEEDED_GO)) problems.push(noGo(facts.go));
  if (facts.freeBytes < NEEDED_BYTES) problems.push(noDisk(facts));
  return problems;
}

/** Reads the facts; makes the cache folder, to ask its file system for free space. */
export async function hostFacts(cache: string): Promise<HostFacts> {
  await mkdir(cache, { recursive: true });
  const [disk, go] = await Promise.all([
    statfs(cache),
    capture(['go', 'env', 'GOVERSION'], { timeout: 20_000 }),
  ]);
  return {
    platform: process.platform,
    architecture: process.arch,
    root: isRoot(),
    go: go.code === 0 ? go.stdout.trim() : undefined,
    freeBytes: disk.bavail * disk.bsize,
    cache,
  };
}

/** Host packages of which something is not there. */
export function missingPackages(present: (name: string) => boolean = onHost): HostPackage[] {
  return HOST_PACKAGES.filter(({ has }) => !has.every(present));
}

/** The full path of a program on PATH or in the system's own folders. */
export function findProgram(
  name: string,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  return systemPath(env)
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
}

/** PATH with the system's folders at its end, for programs such as iptables and runc. */
export function systemPath(env: NodeJS.ProcessEnv = process.env): string {
  const own = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return [...new Set([...own, ...SYSTEM_PATH])].join(delimiter);
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

export function notRoot(command: string): Diagnostic {
  return error(
    'engine/not-root',
    `harden ${command} runs as uid ${process.getuid?.()}, expected root`,
    {
      hint: `run it with sudo (the engine makes namespaces, mounts and a bridge): sudo --preserve-env=PATH,HOME harden ${command}`,
    },
  );
}

function onHost(name: string): boolean {
  return name.startsWith('/') ? existsSync(name) : findProgram(name) !== undefined;
}

function unsupported({ platform, architecture }: HostFacts): Diagnostic {
  return error(
    'engine/unsupported',
    `this is ${platform} on ${architecture}; the native engine runs on Linux, amd64 and arm64`,
    { hint: 'start Docker or Podman, or name a running engine: --engine tcp://HOST:PORT' },
  );
}

function noGo(found: string | undefined): Diagnostic {
  const needed = NEEDED_GO.join('.');
  const fact = found ? `Go is ${found}` : 'no Go toolchain is on PATH';
  return error('engine/no-go', `${fact}, expected ${needed} or newer`, {
    hint: `install Go ${needed} or newer and put its bin folder on PATH; check with: go version`,
  });
}

function noDisk({ freeBytes, cache }: HostFacts): Diagnostic {
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  return error(
    'engine/no-disk',
    `${cache} has ${gigabytes(freeBytes)} free, expected ${gigabytes(NEEDED_BYTES)}`,
    { hint: 'free some space, or set HARDEN_CACHE_DIR to a folder on a larger disk' },
  );
}

function isAtLeast(version: string, needed: readonly number[]): boolean {
  const match = /^(?:go)?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version);
  if (!match) return false;
  const found = match.slice(1).map((part) => Number(part ?? 0));
  const index = needed.findIndex((part, i) => part !== found[i]);
  return index < 0 || (found[index] ?? 0) > (needed[index] ?? 0);
}
