import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';

/** A name and password, or a token that is exchanged for another at the registry's token service. */
export type Credentials = { username: string; password: string } | { identityToken: string };

interface DockerConfig {
  auths?: Record<string, { auth?: string; identitytoken?: string }>;
  credsStore?: string;
  credHelpers?: Record<string, string>;
}

const HELPER_TIMEOUT = 10_000;

/**
 * What `docker login` left for a registry: in `config.json`, or with the helper that it names.
 * Nothing when there is none. `DOCKER_CONFIG` names the folder, `~/.docker` unless set.
 */
export async function readCredentials(
  registry: string,
  env: NodeJS.ProcessEnv,
): Promise<Credentials | undefined> {
  const path = join(env['DOCKER_CONFIG'] || join(homedir(), '.docker'), 'config.json');
  const config = await readConfig(path);
  const keys = keysOf(registry);
  const helper = keys.map((key) => config.credHelpers?.[key]).find(Boolean) ?? config.credsStore;
  if (helper) {
    for (const key of keys) {
      const found = await askHelper(helper, key, env);
      if (found) return found;
    }
  }
  return keys.map((key) => stored(config.auths?.[key])).find(Boolean);
}

async function readConfig(path: string): Promise<DockerConfig> {
  const text = await readFile(path, 'utf8').catch(() => '{}');
  try {
    return (JSON.parse(text) ?? {}) as DockerConfig;
  } catch {
    throw new HardenError(
      error('registry/unauthorized', `${path} is not JSON, so no credentials can be read from it`, {
        hint: 'mend the file, or remove it and run "docker login" again',
      }),
    );
  }
}

/** The names under which Docker may have stored a registry. */
function keysOf(registry: string): string[] {
  const hosts = registry === 'docker.io' ? ['index.docker.io', 'docker.io'] : [registry];
  return hosts.flatMap((host) => [
    `https://${host}/v1/`,
    host,
    `https://${host}`,
    `https://${host}/`,
  ]);
}

function stored(
  entry: { auth?: string; identitytoken?: string } | undefined,
): Credentials | undefined {
  if (entry?.identitytoken) return { identityToken: entry.identitytoken };
  const text = Buffer.from(entry?.auth ?? '', 'base64')
    .toString('utf8')
    .replace(/\0+$/, '');
  const colon = text.indexOf(':');
  if (colon < 1) return undefined;
  return { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Runs `docker-credential-<name> get` with the server on its input. A failure is "none". */
async function askHelper(
  name: string,
  server: string,
  env: NodeJS.ProcessEnv,
): Promise<Credentials | undefined> {
  if (!/^[\w.-]+$/.test(name)) return undefined;
  const answer = await output(`docker-credential-${name}`, server, env);
  try {
    const found = JSON.parse(answer) as { Username?: string; Secret?: string };
    if (!found.Secret) return undefined;
    if (found.Username === '<token>') return { identityToken: found.Secret };
    return { username: found.Username ?? '', password: found.Secret };
  } catch {
    return undefined;
  }
}

function output(program: string, input: string, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve) => {
    const limits = {
      timeout: HELPER_TIMEOUT,
      killSignal: 'SIGKILL',
      maxBuffer: 1024 * 1024,
    } as const;
    const child = execFile(program, ['get'], { env, ...limits }, (failure, stdout) => {
      resolve(failure ? '' : stdout);
    });
    // A helper that is not there or does not read closes the pipe.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
