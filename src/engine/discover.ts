import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { Platform } from '../plan/types.ts';
import type { Progress } from '../progress.ts';
import { capture } from './child.ts';
import type { EngineChoice } from './choice.ts';
import { knock } from './knock.ts';
import { type NamedEngine, namedEngines, unchecked } from './named.ts';
import { engineName, instancePaths } from './paths.ts';
import { canPing, ping } from './ping.ts';
import { isInstalled, nativeAt } from './running.ts';
import { startEngine } from './start.ts';

export interface DiscoverOptions {
  /** The value of --engine: one address. */
  flag?: string | undefined;
  env: NodeJS.ProcessEnv;
  progress?: Progress;
  signal?: AbortSignal | undefined;
}

const RUNTIMES = ['docker', 'podman'] as const;
/** Its daemon's version and processor. */
const ASKED = {
  docker: '{{.ServerVersion}} {{.Architecture}}',
  podman: '{{.Version.Version}} {{.Host.Arch}}',
};
const PLATFORMS: Record<string, Platform> = {
  x86_64: 'linux/amd64',
  amd64: 'linux/amd64',
  aarch64: 'linux/arm64',
  arm64: 'linux/arm64',
};
const RUNTIME_MS = 3_000;

/**
 * Finds the engine to use: the address the user gave, else the session that harden was started in,
 * else Docker or Podman if its daemon answers, else the native engine if it is installed, which is
 * started. Throws `engine/not-found` with the three ways, or `engine/unreachable` for an address where
 * nothing answers.
 */
export async function discoverEngine(options: DiscoverOptions): Promise<EngineChoice> {
  const [named] = namedEngines(options.flag, options.env);
  if (named) return answering(named, options.env);
  const open = openedSession(options.env);
  if (open) return { kind: 'session', ...open };
  const runtime = await answeringRuntime(options);
  if (runtime) return { kind: 'container-runtime', ...runtime };
  if (!isInstalled()) throw new HardenError(notFound());
  const info = await startEngine({
    name: engineName(options.env),
    progress: options.progress ?? (() => {}),
    signal: options.signal,
  });
  return { kind: 'native', address: info.address, info };
}

/**
 * The engine that would be used before the native one, in words, without asking whether a named one
 * answers; undefined if it is the native engine's turn.
 */
export async function otherEngine(
  options: Pick<DiscoverOptions, 'flag' | 'env'>,
): Promise<string | undefined> {
  const named = unchecked(options.flag, options.env);
  const [first] = named;
  if (first) {
    const own = instancePaths(engineName(options.env)).address;
    if (named.length === 1 && first.address === own) return undefined;
    return `${named.map(({ address }) => address).join(', ')} (from ${first.from})`;
  }
  if (openedSession(options.env)) return 'a session is open (from DAGGER_SESSION_PORT)';
  const runtime = await answeringRuntime(options);
  return runtime && `${runtime.runtime} answers`;
}

/** As `dagger run` and engines give it to the programs that they start. */
function openedSession(env: NodeJS.ProcessEnv): { port: number; token: string } | undefined {
  const port = Number(env['DAGGER_SESSION_PORT']);
  const token = env['DAGGER_SESSION_TOKEN'];
  return Number.isInteger(port) && port > 0 && token ? { port, token } : undefined;
}

/** A named engine, if it answers; `engine/unreachable` if it does not. */
export async function answering(
  { address, from }: NamedEngine,
  env: NodeJS.ProcessEnv,
): Promise<EngineChoice> {
  // The lab's own engines, named by hand: their registry mirrors count too.
  const info = await nativeAt(address);
  if (info) return { kind: 'native', address, info };
  if (canPing(address) && (await ping(address)) !== 'answers') {
    throw new HardenError(
      error('engine/unreachable', `nothing answers at ${address} (from ${from})`, {
        hint: 'start the engine there, or leave the address out so that harden finds one itself',
      }),
    );
  }
  const closed = await knock(address, env);
  if (closed) {
    const { what, ...rest } = closed;
    const message = `the engine at ${address} (from ${from}) ${what}`;
    throw new HardenError(error('engine/unreachable', message, rest));
  }
  return { kind: 'address', address, from };
}

/** The first runtime whose daemon answers: a client without a daemon is of no use. */
async function answeringRuntime({ env, signal }: DiscoverOptions) {
  for (const runtime of RUNTIMES) {
    const { code, stdout } = await capture([runtime, 'info', '--format', ASKED[runtime]], {
      env,
      timeout: RUNTIME_MS,
      ...(signal && { signal }),
    });
    signal?.throwIfAborted();
    const [version, processor = ''] = stdout.trim().split(' ');
    const platform = PLATFORMS[processor];
    if (code === 0 && version) return { runtime, ...(platform && { platform }) };
  }
  return undefined;
}

function notFound() {
  return error('engine/not-found', 'no Dagger engine was found', {
    hint: [
      'do one of these:',
      '  start Docker or Podman, and run the command again',
      '  name a running engine: --engine tcp://HOST:PORT, or HARDEN_ENGINE',
      '  on Linux without Docker: harden engine install',
    ].join('\n'),
  });
}
