import { capture } from './child.ts';

/** Why an engine in a container or a pod cannot be used; undefined where it answers. */
export interface Closed {
  what: string;
  hint: string;
  /** The client's own words. */
  detail?: string;
}

const TIMEOUT_MS = 15_000;

/**
 * Goes the way that a session goes, and turns back at the engine's socket: `docker exec` or `kubectl
 * exec` of what the engine's image has for it. Undefined too for an address that has no such way.
 */
export async function knock(
  address: string,
  env: NodeJS.ProcessEnv,
  timeout = TIMEOUT_MS,
): Promise<Closed | undefined> {
  const argv = wayTo(address);
  if (!argv) return undefined;
  const [client = ''] = argv;
  const { code, stderr } = await capture(argv, { env, timeout });
  if (code === 0) return undefined;
  const detail = stderr.trim().split('\n').slice(-5).join('\n');
  if (/ENOENT/.test(detail) && code === -1) {
    return {
      what: `is reached by the program ${client}, which is not on PATH`,
      hint: `install ${client} and see that it gets there: ${argv.join(' ')}`,
    };
  }
  const late = code === -1 && !detail;
  return {
    what: late
      ? `was not reached by ${client} within ${timeout / 1000} s`
      : `was not reached by ${client}, which ended with ${code}`,
    hint: `mend what makes this fail: ${argv.join(' ')}`,
    ...(detail && { detail }),
  };
}

/** As the client of the engine does it. */
function wayTo(address: string): string[] | undefined {
  const [, scheme, name = '', query] =
    /^(docker-container|kube-pod):\/\/([^?]+)(?:\?(.*))?$/.exec(address) ?? [];
  const inside = ['buildctl', 'dial-stdio'];
  if (scheme === 'docker-container') return ['docker', 'exec', '-i', name, ...inside];
  if (scheme !== 'kube-pod') return undefined;
  const asked = new URLSearchParams(query);
  const options = ['context', 'namespace'].map((key) => `--${key}=${asked.get(key) ?? ''}`);
  const container = `--container=${asked.get('container') ?? ''}`;
  return ['kubectl', ...options, 'exec', container, '-i', name, '--', ...inside];
}
