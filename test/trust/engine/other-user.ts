import { chown, copyFile, mkdir, readdir } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { labPaths } from '../../../src/engine/paths.ts';
import { mirrorsAt } from '../../e2e/moving-registry.ts';
import { harden, type RunOptions } from '../../program.ts';

/** Neither root nor anybody else: no such user is in /etc/passwd. */
const USER = { uid: 54_321, gid: 54_321 };

/**
 * Another user of this machine, for `use`: all in the folder is his, his home has nothing in it, and the engine of who runs the trial is at a port for him. Linux, as root.
 */
export async function asOtherUser<T>(
  folder: string,
  use: (options: RunOptions) => Promise<T>,
): Promise<T> {
  const { address, registry } = JSON.parse((await harden(['engine', 'status', '--json'])).stdout);
  const port = await portFor(address.replace('unix://', ''));
  try {
    const home = await homeIn(folder);
    return await use({
      cwd: home,
      user: USER,
      env: {
        HOME: home,
        TMPDIR: home,
        HARDEN_CACHE_DIR: join(home, 'cache'),
        HARDEN_ENGINE: `tcp://127.0.0.1:${port.number}`,
        HARDEN_REGISTRY_MIRRORS: mirrorsAt(registry),
      },
    });
  } finally {
    port.close();
  }
}

/** A home with the program that opens sessions; he owns it, and all else in the folder. */
async function homeIn(folder: string): Promise<string> {
  const home = join(folder, 'home');
  const bin = join(home, 'cache', 'lab', 'bin');
  await mkdir(bin, { recursive: true });
  await copyFile(join(labPaths().bin, 'harden-session'), join(bin, 'harden-session'));
  const names = await readdir(folder, { recursive: true });
  for (const name of ['.', ...names]) await chown(join(folder, name), USER.uid, USER.gid);
  return home;
}

/** A port of loopback that leads to a socket. */
async function portFor(socket: string): Promise<{ number: number; close(): void }> {
  const server = createServer((peer) => {
    const behind = connect(socket);
    for (const one of [peer, behind]) {
      one.on('error', () => {
        peer.destroy();
        behind.destroy();
      });
    }
    peer.pipe(behind).pipe(peer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { number: (server.address() as AddressInfo).port, close: () => void server.close() };
}
