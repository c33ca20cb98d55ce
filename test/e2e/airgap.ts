import { spawn, spawnSync } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir } from '../../src/cache.ts';
import { type Finished, finished, harden, ROOT } from '../program.ts';
import { countingRegistry } from './counting-registry.ts';
import { projectOf } from './temporary.ts';

/** Whether this user may make a network of its own, with nothing but a loopback in it. */
const canCut = spawnSync('unshare', ['--net', 'ip', 'link', 'set', 'lo', 'up']).status === 0;

export interface Island {
  /** Runs the built program with an empty cache of its own, where every way out is cut. */
  run(args: string[]): Promise<Finished>;
  /** What it asked the mirrors for that it was told of. */
  asked: string[];
}

const CUT = 'ip link set lo up && exec "$@"';

/** A machine without a network, and with an engine that was there before. */
export async function island(): Promise<Island> {
  const { address } = JSON.parse((await harden(['engine', 'status', '--json'])).stdout);
  const cache = await projectOf({});
  await mkdir(join(cache, 'lab'));
  // The program that talks to the engine is a part of the engine.
  await symlink(join(cacheDir(), 'lab', 'bin'), join(cache, 'lab', 'bin'));
  const { mirrors, asked } = await countingRegistry();
  const env = {
    ...process.env,
    ...{ NO_COLOR: '1', CI: 'true', COLUMNS: '80' },
    HARDEN_CACHE_DIR: cache,
    HARDEN_ENGINE: address,
    HARDEN_REGISTRY_MIRRORS: mirrors,
    HARDEN_DEBIAN_MIRROR: /http:[^,]*/.exec(mirrors)?.[0] ?? '',
  };
  const cli = [process.execPath, join(ROOT, 'dist', 'cli.js')];
  return {
    asked,
    run: (args) => {
      const [program = '', ...rest] = canCut
        ? ['unshare', '--net', 'sh', '-c', CUT, 'sh', ...cli, ...args]
        : [...cli, ...args];
      return finished(spawn(program, rest, { env, stdio: ['ignore', 'pipe', 'pipe'] }));
    },
  };
}
