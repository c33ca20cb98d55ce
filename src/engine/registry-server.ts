import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { lastLines } from './child.ts';
import { startDaemon } from './daemon.ts';
import { registryConfig } from './engine-config.ts';
import { findProgram, systemPath } from './host.ts';
import { ping } from './ping.ts';
import { writeWhole } from './stamps.ts';

export interface RegistryServer {
  pid: number;
  /** `127.0.0.1:PORT`, plain HTTP. */
  address: string;
}

const START_MS = 10_000;

/**
 * Starts a docker-registry on the loopback interface over the lab's storage, at `wanted` if that
 * address is free. `config` is its configuration file; its log lies beside it.
 */
export async function startRegistry(
  storage: string,
  config: string,
  wanted?: string,
): Promise<RegistryServer> {
  const program = findProgram('docker-registry');
  if (!program) {
    throw new HardenError(
      error('engine/missing-packages', 'the program docker-registry is not there', {
        hint: 'run harden engine install',
      }),
    );
  }
  await mkdir(storage, { recursive: true });
  const address = await freeAddress(wanted);
  const log = join(config, '..', 'registry.log');
  await writeWhole(config, registryConfig(storage, address));
  const daemon = await startDaemon([program, 'serve', config], {
    log,
    env: { PATH: systemPath(), HOME: '/root' },
  });
  const end = Date.now() + START_MS;
  while ((await ping(`tcp://${address}`, 500)) !== 'answers') {
    if (daemon.ended() || Date.now() > end) {
      throw new HardenError(
        error('engine/start-failed', `the lab's registry did not answer on ${address}`, {
          hint: `read ${log}`,
          detail: await lastLines(log),
        }),
      );
    }
    await sleep(50);
  }
  return { pid: daemon.pid, address };
}

/** The wanted loopback address if nobody listens there, else one with a port of the system's choice. */
async function freeAddress(wanted?: string): Promise<string> {
  const port = Number(wanted?.split(':')[1] ?? 0);
  const found = (await tryPort(port)) ?? (await tryPort(0));
  return `127.0.0.1:${found}`;
}

async function tryPort(port: number): Promise<number | undefined> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return undefined;
  }
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : undefined;
}
