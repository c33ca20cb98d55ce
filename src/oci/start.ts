import type { ImageStart } from '../report/types.ts';
import type { OciConfig } from './spec.ts';

/** How an image starts, with what is not written as empty. No environment: it may hold a secret. */
export function startOf({ config = {} }: Pick<OciConfig, 'config'>): ImageStart {
  return {
    user: config.User ?? '',
    entrypoint: config.Entrypoint ?? [],
    cmd: config.Cmd ?? [],
    workdir: config.WorkingDir ?? '',
    ports: Object.keys(config.ExposedPorts ?? {}).sort(),
  };
}
