import { createHash } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDir } from '../cache.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { packagePath } from '../package-root.ts';

/** What `engine install` makes, shared by all engines of this user. */
export interface LabPaths {
  root: string;
  bin: string;
  stamps: string;
  logs: string;
  /** Sources while they are built; empty afterwards. */
  work: string;
  /** The registry's storage: one folder, served by one registry per engine. */
  registry: string;
  engines: string;
}

/** One engine's own files, network name and first choice of subnet. */
export interface InstancePaths {
  name: string;
  folder: string;
  state: string;
  socket: string;
  address: string;
  log: string;
  config: string;
  /** What a start writes down for `status`, `stop` and the next start. */
  record: string;
  lock: string;
  /** The network's name; the bridge is called `<network>0`. */
  network: string;
  seed: number;
}

/** The longest path a unix socket can have: `sun_path` is 108 bytes with its final zero. */
const LONGEST_SOCKET = 107;
const ENGINE_NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** Links that lead there are followed: an engine is told by the paths in its command line. */
export function labPaths(folder = join(cacheDir(), 'lab')): LabPaths {
  const root = existsSync(folder) ? realpathSync(folder) : folder;
  const at = (name: string) => join(root, name);
  return {
    root,
    bin: at('bin'),
    stamps: at('stamps'),
    logs: at('logs'),
    work: at('work'),
    registry: at('registry'),
    engines: at('engines'),
  };
}

/**
 * The files and names of the engine called `name`. Two engines, of two names or of two cache
 * folders, share nothing. Throws `cli/bad-option` for a name that is not lower-case and short.
 */
export function instancePaths(name: string, lab: LabPaths = labPaths()): InstancePaths {
  if (!ENGINE_NAME.test(name)) {
    throw new HardenError(
      error(
        'cli/bad-option',
        `the engine's name is "${name}", expected up to 40 of a-z, 0-9 and -`,
        {
          hint: 'set HARDEN_ENGINE_NAME to a name such as ci-1, or unset it',
        },
      ),
    );
  }
  const folder = join(lab.engines, name);
  const hash = createHash('sha256').update(folder).digest();
  const socket = socketPath(folder, hash.toString('hex'));
  return {
    name,
    folder,
    state: join(folder, 'state'),
    socket,
    address: `unix://${socket}`,
    log: join(folder, 'engine.log'),
    config: join(folder, 'engine.json'),
    record: join(folder, 'instance.json'),
    lock: join(folder, 'start.lock'),
    network: `hdn${hash.toString('hex', 0, 4)}`,
    seed: hash.readUInt16BE(4),
  };
}

/** The engine's name when the user gave none. */
export function engineName(env: NodeJS.ProcessEnv = process.env): string {
  return env['HARDEN_ENGINE_NAME'] || 'default';
}

/** The lab's own sources, which ship with the package: Go overlays, advisories. */
export function labSources(): string {
  return packagePath('lab');
}

function socketPath(folder: string, hash: string): string {
  const socket = join(folder, 'engine.sock');
  if (Buffer.byteLength(socket) <= LONGEST_SOCKET) return socket;
  return join(tmpdir(), `harden-${hash.slice(0, 12)}`, 'engine.sock');
}
