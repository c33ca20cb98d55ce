import type { Client, Container } from '@dagger.io/dagger';

/** What build steps need to reach the network through a company's proxy and CA. */
export interface BuildNetwork {
  /** Path of a PEM bundle on the host. */
  ca?: string;
  /** The same certificates in Java's own format, as it reads no PEM. */
  javaCa?: string;
  /** Variables such as HTTPS_PROXY or GOPROXY; they may hold credentials. */
  variables: Record<string, string>;
}

const CA_PATH = '/run/harden/ca-certificates.crt';
const JAVA_CA_PATH = '/run/harden/cacerts';

/** Each tool reads its CA bundle from a variable of its own. */
const CA_VARIABLES = [
  'SSL_CERT_FILE',
  'CURL_CA_BUNDLE',
  'GIT_SSL_CAINFO',
  'NODE_EXTRA_CA_CERTS',
  'PIP_CERT',
  'REQUESTS_CA_BUNDLE',
  'CARGO_HTTP_CAINFO',
];

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
  result = result.withMountedFile(CA_PATH, client.host().file(network.ca));
  for (const name of CA_VARIABLES) result = result.withEnvVariable(name, CA_PATH);
  if (!network.javaCa) return result;
  // Every Java program reads this variable, Maven and Gradle and what they start.
  return result
    .withMountedFile(JAVA_CA_PATH, client.host().file(network.javaCa))
    .withEnvVariable('JAVA_TOOL_OPTIONS', `-Djavax.net.ssl.trustStore=${JAVA_CA_PATH}`);
}
