import type { Options } from './terminal.ts';

/** The file of `--trust-root` or `HARDEN_TRUST_ROOT`. */
export function trustRootOf(options: Options, env: NodeJS.ProcessEnv): string | undefined {
  const file = options['trustRoot'] ?? env['HARDEN_TRUST_ROOT'];
  return file ? String(file) : undefined;
}
