import { readFile } from 'node:fs/promises';
import type { SecretValues } from '../dagger/index.ts';
import { type Diagnostic, error, HardenError } from '../diagnostics/diagnostic.ts';
import { sourceOf } from '../plan/secrets.ts';
import type { BuildPlan, Secret } from '../plan/types.ts';
import { fingerprint } from './fingerprint.ts';
import { hostPath } from './host-path.ts';

/** The engine takes no more; a credential is never as long. Bytes. */
const MAX_BYTES = 128_000;

/**
 * The values of the secrets that a plan names, from this machine. They go to the engine and nowhere
 * else. Throws HardenError build/secret-missing with all that are not there.
 */
export async function readSecrets(
  { stages }: Pick<BuildPlan, 'stages'>,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<SecretValues> {
  const named = stages.flatMap(({ steps }) => steps.flatMap(({ secrets = [] }) => secrets));
  const values: SecretValues = new Map();
  const problems: Diagnostic[] = [];
  for (const secret of named) {
    const key = sourceOf(secret);
    if (values.has(key)) continue;
    const value = await read(secret, folder, env);
    if (typeof value !== 'string') problems.push(value);
    else values.set(key, { value, fingerprint: await fingerprint(value) });
  }
  if (problems.length > 0) throw new HardenError(...problems);
  return values;
}

async function read(
  { from, origin }: Secret,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<string | Diagnostic> {
  if ('env' in from) {
    const value = env[from.env];
    if (value) return value;
    const hint = `set it before the build, in CI as a masked variable: export ${from.env}=…`;
    return missing(`the variable ${from.env} is not set`, hint, origin);
  }
  try {
    const value = await readFile(hostPath(from.file, folder), 'utf8');
    if (value.length > 0 && Buffer.byteLength(value) <= MAX_BYTES) return value;
    const what = value.length === 0 ? 'is empty' : `is larger than ${MAX_BYTES / 1000} kB`;
    return missing(`${from.file} ${what}`, 'name the file that holds the credential', origin);
  } catch (cause) {
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
    const hint = 'name a file that is there on every machine that builds, or use env';
    return missing(`${from.file} cannot be read (${code})`, hint, origin);
  }
}

function missing(what: string, hint: string, span: Secret['origin']): Diagnostic {
  return error('build/secret-missing', `the secret is not there: ${what}`, { span, hint });
}
