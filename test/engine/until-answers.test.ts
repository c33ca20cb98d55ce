import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Daemon } from '../../src/engine/daemon.ts';
import { instancePaths, labPaths } from '../../src/engine/paths.ts';
import { untilAnswers } from '../../src/engine/until-answers.ts';

const patience = { idleMs: 2_000, workSeconds: 0.02, longestMs: 60_000, toldAfterMs: 500 };
const BUSY = 'for (;;) {}';
const IDLE = 'setInterval(() => {}, 60_000)';
const started: ChildProcess[] = [];

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'harden-answers-'));
});

afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await rm(root, { recursive: true, force: true });
});

test.skipIf(process.platform !== 'linux').each([
  ['waits for as long as it works', BUSY, undefined],
  ['gives up one that only waits', IDLE, 'engine/start-failed'],
  ['gives up one that has ended', '', 'engine/start-failed'],
])('an engine: %s', async (_what, program, code) => {
  const instance = instanceIn();
  const said: string[] = [];
  const progress = ({ message }: { message: string }) => said.push(message);
  const daemon = run(program);
  // Longer than an idle engine is waited for.
  const later = setTimeout(() => answer(instance.socket), 2 * patience.idleMs);
  const waited = untilAnswers(instance, daemon, { progress, patience });
  if (code) await expect(waited).rejects.toMatchObject({ diagnostics: [{ code }] });
  if (!code) {
    await waited;
    expect(said).toEqual([expect.stringContaining('still starting')]);
  }
  clearTimeout(later);
});

function run(program: string): Daemon {
  const child = spawn(process.execPath, ['-e', program], { stdio: 'ignore' });
  started.push(child);
  return { pid: child.pid as number, ended: () => child.exitCode !== null };
}

function instanceIn() {
  const instance = instancePaths('default', labPaths(root));
  const socket = join(root, 'engine.sock');
  return { ...instance, socket, address: `unix://${socket}`, log: join(root, 'engine.log') };
}

function answer(socket: string): void {
  const server = createServer((connection) => {
    connection.on('error', () => {});
    connection.on('data', () => connection.end('hello'));
  });
  server.listen(socket).unref();
}
