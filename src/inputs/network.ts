import type { BuildNetwork } from '../dagger/index.ts';
import type { BuildPlan } from '../plan/types.ts';
import { javaCa } from './java-ca.ts';
import { caOf, networkVariables } from './network-settings.ts';

/** `network` of the spec, else the host's settings. For build stages only; the image never sees it. */
export function buildNetwork(
  network: BuildPlan['network'],
  folder: string,
  env: NodeJS.ProcessEnv,
): BuildNetwork {
  const variables = networkVariables(network, env);
  const ca = caOf(network, folder, env);
  return { variables, ...(ca && { ca, ...forJava(ca) }) };
}

function forJava(ca: string): Pick<BuildNetwork, 'javaCa'> {
  const file = javaCa(ca);
  return file ? { javaCa: file } : {};
}
