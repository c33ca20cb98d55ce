import type { Client, Container } from '@dagger.io/dagger';
import { sourceOf } from '../plan/secrets.ts';
import type { Secret } from '../plan/types.ts';

/** A secret's value, and a text that changes with it and tells nothing of it. */
interface SecretValue {
  value: string;
  fingerprint: string;
}

/** The values of secrets, by `env:NAME` or `file:PATH` as the plan names them. */
export type SecretValues = Map<string, SecretValue>;

/**
 * Gives a step its secrets. The engine keeps them out of layers, configs and logs. Its cache knows
 * a secret by its name alone, so the fingerprint is in it: another value runs the step again.
 */
export function withSecrets(
  client: Client,
  container: Container,
  secrets: readonly Secret[],
  values: SecretValues,
): Container {
  return secrets.reduce((result, secret) => {
    const { to } = secret;
    const source = sourceOf(secret);
    const { value, fingerprint } = values.get(source) ?? NOTHING;
    const name = `harden-${source}-${fingerprint}`;
    if ('path' in to) {
      return result.withMountedSecret(to.path, client.setSecret(name, value));
    }
    // An editor ends a file with a line end that no token has.
    const line = value.replace(/\r?\n$/, '');
    return result.withSecretVariable(to.env, client.setSecret(`${name}-line`, line));
  }, container);
}

const NOTHING: SecretValue = { value: '', fingerprint: '' };
