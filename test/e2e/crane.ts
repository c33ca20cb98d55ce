import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { GoProgram } from '../../src/engine/recipe.ts';
import { ended, goProgram } from './go-program.ts';

const VERSION = '0.22.1';
export const CRANE: GoProgram = {
  name: `crane-${VERSION}`,
  module: {
    path: 'github.com/google/go-containerregistry',
    version: `v${VERSION}`,
    sum: 'h1:RZuuSYhTvlDvtsK+NkutoCZ//C0X2ebLK8X8l3ULs84=',
  },
  package: 'github.com/google/go-containerregistry/cmd/crane',
  env: { CGO_ENABLED: '0' },
  flags: ['-mod=mod', '-trimpath', '-ldflags', '-s -w'],
};

/** Runs crane, which is built once for all runs. */
export async function crane(...args: string[]) {
  return ended(await goProgram(CRANE), args);
}

/** Crane's own registry, in memory, which is gone when the test ends. */
export async function craneRegistry(): Promise<string> {
  const address = `127.0.0.1:${await freePort()}`;
  const program = await goProgram(CRANE);
  const child = spawn(program, ['registry', 'serve', '--address', address], { stdio: 'ignore' });
  onTestFinished(() => void child.kill());
  for (let tries = 0; tries < 200 && child.exitCode === null; tries++) {
    if (await fetch(`http://${address}/v2/`).catch(() => undefined)) return address;
    await sleep(50);
  }
  throw new Error(`crane's registry does not answer on ${address}`);
}

/** A port of the loopback interface that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
