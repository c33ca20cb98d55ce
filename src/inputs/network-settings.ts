import { resolve } from 'node:path';
import type { BuildPlan } from '../plan/types.ts';

/** Settings of the host that build steps need to reach packages. */
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

/** The variables that steps get. Values may hold credentials. */
export function networkVariables(
  network: BuildPlan['network'],
  env: NodeJS.ProcessEnv,
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = env[name] ?? env[name.toLowerCase()];
    if (value) variables[name] = value;
  }
  if (network.proxy) {
    variables['HTTP_PROXY'] = network.proxy;
    variables['HTTPS_PROXY'] = network.proxy;
  }
  return variables;
}

/** Path of the PEM bundle, of the spec or else of the host. */
export function caOf(
  network: BuildPlan['network'],
  folder: string,
  env: NodeJS.ProcessEnv,
): string | undefined {
  return network.ca ? resolve(folder, network.ca) : hostCa(env);
}

function hostCa(env: NodeJS.ProcessEnv): string | undefined {
  return CA_SETTINGS.map((name) => env[name]).find((path) => path);
}
