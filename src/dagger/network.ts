import type { Client, Container } from '@dagger.io/dagger';
import { CA, CA_NAMES, JAVA_CA, JAVA_OPTIONS } from '../plan/authorities.ts';

/** What build steps need to reach the network through a company's proxy and CA. */
export interface BuildNetwork {
  /** Path of a PEM bundle on the host. */
  ca?: string;
  /** The same certificates in Java's own format, as it reads no PEM. */
  javaCa?: string;
  /** Variables such as HTTPS_PROXY or GOPROXY; they may hold credentials. */
  variables: Record<string, string>;
}

/**
 * Gives build stages the network settings, as mounts and secrets, so that neither a layer nor the
 * image config nor a log can hold them. The image itself never sees them.
 */
export function withNetwork(
  client: Client,
  container: Container,
  network: BuildNetwork,
): Container {
  let result = container;
  for (const [name, value] of Object.entries(network.variables)) {
    result = result.withSecretVariable(name, client.setSecret(`harden-network-${name}`, value));
  }
  if (!network.ca) return result;
  result = result.withMountedFile(CA, client.host().file(network.ca));
  for (const name of CA_NAMES) result = result.withEnvVariable(name, CA);
  if (!network.javaCa) return result;
  return result
    .withMountedFile(JAVA_CA, client.host().file(network.javaCa))
    .withEnvVariable('JAVA_TOOL_OPTIONS', JAVA_OPTIONS);
}
