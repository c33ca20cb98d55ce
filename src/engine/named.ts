import { checkAddress } from './address.ts';

/** An engine that the user named, and where the name was read. */
export interface NamedEngine {
  address: string;
  from: string;
}

const VARIABLES = ['HARDEN_ENGINE', '_EXPERIMENTAL_DAGGER_RUNNER_HOST'];

/**
 * The engines that the user named, several with commas between them, each once: by the flag, else by
 * a variable. Empty where nothing was named. Throws for an address that has no known form.
 */
export function namedEngines(flag: string | undefined, env: NodeJS.ProcessEnv): NamedEngine[] {
  return unchecked(flag, env).map(({ address, from }) => ({
    address: checkAddress(address, from),
    from,
  }));
}

/** The same, whatever their form. */
export function unchecked(flag: string | undefined, env: NodeJS.ProcessEnv): NamedEngine[] {
  const from = flag === undefined ? VARIABLES.find((name) => env[name]) : '--engine';
  if (!from) return [];
  const text = flag ?? env[from] ?? '';
  const addresses = text.split(',').map((address) => address.trim());
  return [...new Set(addresses)].map((address) => ({ address, from }));
}
