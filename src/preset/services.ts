import type { Service } from '../plan/types.ts';
import type { LoadedSpec } from '../spec/load.ts';
import { keySpan } from '../spec/source-map.ts';

/** What is started beside the program while it is tested, in the order of the spec. */
export function resolveServices({ spec, source }: LoadedSpec): Service[] {
  return Object.entries(spec.services ?? {}).map(([name, service]) => {
    const { image, port, env = {}, provides = {} } = service;
    return { name, image, port, env, provides, origin: keySpan(source, ['services', name]) };
  });
}
