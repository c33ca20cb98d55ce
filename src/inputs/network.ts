import { resolve } from 'node:path';
import type { BuildNetwork } from '../dagger/index.ts';
import type { BuildPlan } from '../plan/types.ts';
import { javaCa } from './java-ca.ts';

/** The host's own settings that build steps need to reach packages; values may hold credentials. */
const PASSED_ON = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'GOPROXY',
  'GONOPROXY',
  'GOPRIVATE',
  'GONOSUMDB',
  'GOSUMDB',
  'NPM_CONFIG_REGISTRY',
  'PIP_INDEX_URL',
  'PIP_EXTRA_INDEX_URL',
];

/** The CA bundle a host is told to use, in the order in which tools prefer it. */
export const CA_SETTINGS = ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'CURL_CA_BUNDLE'];

/** `network` of the spec, else the host's settings. For build stages only; the image never sees it. */
export function buildNetwork(
  network: BuildPlan['network'],
  folder: string,
  env: NodeJS.ProcessEnv,
): BuildNetwork {
  const variables: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = env[name] ?? env[name.toLowerCase()];
    if (value) variables[name] = value;
  }
  if (network.proxy) {
    variables['HTTP_PROXY'] = network.proxy;
    variables['HTTPS_PROXY'] = network.proxy;
  }
  const ca = network.ca ? resolve(folder, network.ca) : hostCa(env);
  return { variables, ...(ca && { ca, ...forJava(ca) }) };
}

function forJava(ca: string): Pick<BuildNetwork, 'javaCa'> {
  const file = javaCa(ca);
  return file ? { javaCa: file } : {};
}

function hostCa(env: NodeJS.ProcessEnv): string | undefined {
  return CA_SETTINGS.map((name) => env[name]).find((path) => path);
}
