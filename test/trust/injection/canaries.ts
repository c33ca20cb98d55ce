import childProcess from 'node:child_process';
import dns from 'node:dns';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { CANARY } from './payloads.ts';

/** How often each canary was seen. */
export type Seen = Record<(typeof SIGNS)[number], number>;

const SIGNS = ['canary files', 'programs started', 'names asked for'] as const;

export interface Canaries {
  /** Variables under which payloads find programs that leave a trace. */
  env: NodeJS.ProcessEnv;
  seen(): Seen;
  /** Takes all traces away. */
  close(): void;
}

/** Stand first in the PATH, and note how they are called. */
const PROGRAMS = ['sh', 'bash', 'id', 'node', 'curl', 'nslookup', 'getent', CANARY];
const FILE = `/tmp/${CANARY}`;
const STARTS = ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'];
const ASKS = /^(?:lookup|resolve|reverse)/;

/**
 * From now on it is seen what this process starts, what names it asks for and where it connects to; and what a
 * payload does that gets into a shell, be it one of another process.
 */
export function watchCanaries(): Canaries {
  const folder = mkdtempSync(join(tmpdir(), 'harden-canaries-'));
  const trace = join(folder, 'trace');
  const path = process.env['PATH'] ?? '';
  writeFileSync(trace, '');
  for (const name of process.platform === 'win32' ? [] : PROGRAMS) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "$0 $*" >> '${trace}'\n`);
    chmodSync(join(folder, name), 0o755);
  }
  process.env['PATH'] = `${folder}${delimiter}${path}`;
  const count = { started: 0, asked: 0 };
  const restore = [
    ...STARTS.map((name) => wrap(childProcess, name, () => count.started++)),
    ...[dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype].flatMap(
      (owner) =>
        Object.getOwnPropertyNames(owner)
          .filter((name) => ASKS.test(name))
          .map((name) => wrap(owner, name, () => count.asked++)),
    ),
    wrap(net.Socket.prototype, 'connect', () => count.asked++),
  ];
  syncBuiltinESMExports();
  return {
    env: { ...process.env },
    seen() {
      const lines = readFileSync(trace, 'utf8').split('\n').filter(Boolean);
      const named = lines.filter((line) => line.includes(`${CANARY}.`));
      return {
        'canary files': existsSync(FILE) ? 1 : 0,
        'programs started': count.started + lines.length,
        'names asked for': count.asked + named.length,
      };
    },
    close() {
      for (const one of restore) one();
      syncBuiltinESMExports();
      process.env['PATH'] = path;
      rmSync(folder, { recursive: true, force: true });
      rmSync(FILE, { force: true });
    },
  };
}

type Call = (this: unknown, ...args: unknown[]) => unknown;

function wrap(owner: object, name: string, note: () => void): () => void {
  const calls = owner as Record<string, Call>;
  const old = calls[name] as Call;
  calls[name] = function (...args) {
    note();
    return old.apply(this, args);
  };
  return () => {
    calls[name] = old;
  };
}
