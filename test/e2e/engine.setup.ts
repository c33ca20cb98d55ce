import { harden } from '../program.ts';

let started = false;

/** The e2e tests share one engine; one that ran before is left running. */
export async function setup(): Promise<void> {
  const status = await harden(['engine', 'status', '--json']);
  if (status.code !== 0) throw new Error(status.stderr);
  const engine = JSON.parse(status.stdout);
  if (!engine.installed || engine.running) return;
  const start = await harden(['engine', 'start']);
  if (start.code !== 0) throw new Error(start.stderr);
  started = true;
}

export async function teardown(): Promise<void> {
  if (started) await harden(['engine', 'stop']);
}
