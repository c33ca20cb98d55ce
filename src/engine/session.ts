import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { EngineChoice } from './choice.ts';
import { labPaths } from './paths.ts';
import { watchEngine } from './watch.ts';

/** A session at a port: harden's own process, which ends with us, or one that harden was started in. */
interface OwnSession {
  kind: 'own';
  /** Loopback port and token, as `DAGGER_SESSION_PORT` and `DAGGER_SESSION_TOKEN` carry them. */
  port: number;
  token: string;
  /** Never resolves; rejects with `engine/lost` when the engine or the session process is gone. */
  lost: Promise<never>;
  /**
   * After a failure: rejects with `engine/lost` if the engine or the session process is gone, which
   * the SDK may tell as any error of HTTP.
   */
  check: () => Promise<void>;
  /** The last lines the session process wrote to its stderr. */
  log: () => string[];
  /** Ends the process: SIGTERM, then SIGKILL after 5 s. Safe to call twice. */
  close: () => Promise<void>;
}

/** The SDK finds or starts an engine by itself, through Docker or Podman, with this environment. */
interface SdkSession {
  kind: 'sdk';
  environment: Record<string, string>;
  lost: Promise<never>;
  check: () => Promise<void>;
  log: () => string[];
  close: () => Promise<void>;
}

export type Session = OwnSession | SdkSession;

export interface SessionOptions {
  signal?: AbortSignal | undefined;
  /** The session program; the lab's own if it is installed. */
  program?: string;
  /** Milliseconds the program has to print its line. */
  timeout?: number;
}

const START_MS = 30_000;
const CLOSE_MS = 5_000;
/** The same where it waits for an engine that does not answer. */
const LOST_MS = 500;
const KEPT_LINES = 40;
/** What `docker` and `kubectl` find their way with; in a cluster it is the service's address. */
const CLIENT_VARIABLES = [
  ...['DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG', 'DOCKER_CERT_PATH', 'DOCKER_TLS_VERIFY'],
  ...['KUBECONFIG', 'KUBERNETES_SERVICE_HOST', 'KUBERNETES_SERVICE_PORT'],
];
const RUNNER_HOST = '_EXPERIMENTAL_DAGGER_RUNNER_HOST';

/**
 * Opens a session on the engine. With the lab's session program it is ours to bound and to end;
 * without it, and for Docker and Podman, the SDK's own provisioning is used. Throws
 * `engine/unreachable` if the program prints no port within 30 s.
 */
export async function openSession(
  choice: EngineChoice,
  options: SessionOptions = {},
): Promise<Session> {
  options.signal?.throwIfAborted();
  if (choice.kind === 'session') return opened(choice);
  const program = options.program ?? join(labPaths().bin, 'harden-session');
  if (choice.kind === 'container-runtime') return sdkSession({});
  if (!existsSync(program)) return sdkSession({ [RUNNER_HOST]: choice.address });

  const child = spawn(program, [], {
    env: sessionEnv(choice.address),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {});
  const lines = keepLines(child);
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const watch = watchEngine(choice.address, ended, () => lines.join('\n'));
  const close = () => {
    watch.stop();
    return endSession(child, ended, watch.isLost() ? LOST_MS : CLOSE_MS);
  };
  try {
    // An engine that is lost by now would be waited for to the end.
    const line = firstLine(child, choice.address, lines, options);
    const { port, token } = await Promise.race([line, watch.lost]);
    const { lost, check } = watch;
    return { kind: 'own', port, token, lost, check, log: () => [...lines], close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

/** One that somebody else opened, and will end. */
function opened({ port, token }: { port: number; token: string }): OwnSession {
  return { ...sdkSession({}), kind: 'own', port, token };
}

function sdkSession(environment: Record<string, string>): SdkSession {
  const lost = new Promise<never>(() => {});
  const nothing = async () => {};
  return { kind: 'sdk', environment, lost, check: nothing, log: () => [], close: nothing };
}

/** Nothing of our environment but what the program needs: no telemetry targets, no tokens. */
function sessionEnv(address: string): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'TMPDIR', 'XDG_RUNTIME_DIR', ...CLIENT_VARIABLES];
  const kept = names.filter((name) => process.env[name] !== undefined);
  return {
    ...Object.fromEntries(kept.map((name) => [name, process.env[name]])),
    [RUNNER_HOST]: address,
    DO_NOT_TRACK: '1',
  };
}

function keepLines(child: ChildProcess): string[] {
  const lines: string[] = [];
  if (!child.stderr) return lines;
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
  });
  return lines;
}

/** Waits for `{"port":…,"session_token":…}`. */
function firstLine(
  child: ChildProcess,
  address: string,
  lines: readonly string[],
  { signal, timeout = START_MS }: SessionOptions,
): Promise<{ port: number; token: string }> {
  return new Promise((resolve, reject) => {
    const fail = (what: string) => reject(unreachable(address, what, lines));
    const timer = setTimeout(() => fail(`opened no session within ${timeout / 1000} s`), timeout);
    const abort = () => reject(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    child.once('error', (cause) => fail(`could not be asked: ${cause.message}`));
    child.once('close', (code) => fail(`opened no session (harden-session ended with ${code})`));
    child.once('close', settle);
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).once('line', (line) => {
      settle();
      const session = parseSession(line);
      if (session) resolve(session);
      else fail(`answered with ${JSON.stringify(line.slice(0, 80))}, expected a port and a token`);
    });
  });
}

function parseSession(line: string): { port: number; token: string } | undefined {
  try {
    const { port, session_token: token } = JSON.parse(line);
    return Number.isInteger(port) && typeof token === 'string' ? { port, token } : undefined;
  } catch {
    return undefined;
  }
}

function unreachable(address: string, what: string, lines: readonly string[]): HardenError {
  return new HardenError(
    error('engine/unreachable', `the engine at ${address} ${what}`, {
      hint: 'check that it runs and has the version of harden: harden engine status',
      ...(lines.length > 0 && { detail: lines.join('\n') }),
    }),
  );
}

async function endSession(child: ChildProcess, ended: Promise<void>, grace: number): Promise<void> {
  child.stdin?.end();
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), grace);
  await ended;
  clearTimeout(timer);
}
