import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { Progress } from '../progress.ts';
import { checkAddress } from './address.ts';
import { capture } from './child.ts';
import type { EngineChoice } from './choice.ts';
import { engineName, instancePaths } from './paths.ts';
import { canPing, ping } from './ping.ts';
import { isInstalled, runningEngine } from './running.ts';
import { startEngine } from './start.ts';

export interface DiscoverOptions {
  /** The value of --engine. */
  flag?: string | undefined;
  env: NodeJS.ProcessEnv;
  progress?: Progress;
  signal?: AbortSignal | undefined;
}

const RUNTIMES = ['docker', 'podman'] as const;
const RUNTIME_MS = 3_000;
const VARIABLES = ['HARDEN_ENGINE', '_EXPERIMENTAL_DAGGER_RUNNER_HOST'];

/**
 * Finds the engine to use: the address the user gave, else Docker or Podman if its daemon answers,
 * else the native engine if it is installed, which is started. Throws `engine/not-found` with the
 * three ways, or `engine/unreachable` for an address where nothing answers.
 */
export async function discoverEngine(options: DiscoverOptions): Promise<EngineChoice> {
  const named = namedAddress(options);
  if (named) return checkNamed(named.address, named.from, options.env);
  const runtime = await answeringRuntime(options);
  if (runtime) return { kind: 'container-runtime', runtime };
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
  const named = namedAddress(options);
  if (named) {
    if (named.address === instancePaths(engineName(options.env)).address) return undefined;
    return `${named.address} (from ${named.from})`;
  }
  const runtime = await answeringRuntime(options);
  return runtime && `${runtime} answers`;
}

function namedAddress({ flag, env }: Pick<DiscoverOptions, 'flag' | 'env'>) {
  if (flag !== undefined) return { address: flag, from: '--engine' };
  const from = VARIABLES.find((name) => env[name]);
  return from ? { address: env[from] ?? '', from } : undefined;
}

async function checkNamed(
  text: string,
  from: string,
  env: NodeJS.ProcessEnv,
): Promise<EngineChoice> {
  const address = checkAddress(text, from);
  const own = instancePaths(engineName(env));
  if (address === own.address) {
    // The lab's own engine, named by hand: its registry mirrors count too.
    const info = await runningEngine(own);
    if (info) return { kind: 'native', address, info };
  }
  if (canPing(address) && (await ping(address)) !== 'answers') {
    throw new HardenError(
      error('engine/unreachable', `nothing answers at ${address} (from ${from})`, {
        hint: 'start the engine there, or leave the address out so that harden finds one itself',
      }),
    );
  }
  return { kind: 'address', address, from };
}

/** The first runtime whose daemon answers: a client without a daemon is of no use. */
async function answeringRuntime({ env, signal }: DiscoverOptions) {
  for (const runtime of RUNTIMES) {
    const format = runtime === 'docker' ? '{{.ServerVersion}}' : '{{.Version.Version}}';
    const { code, stdout } = await capture([runtime, 'info', '--format', format], {
      env,
      timeout: RUNTIME_MS,
      ...(signal && { signal }),
    });
    signal?.throwIfAborted();
    if (code === 0 && stdout.trim()) return runtime;
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
