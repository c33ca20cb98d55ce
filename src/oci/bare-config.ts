import type { ImageConfig } from '../plan/types.ts';

/** Of an image that only carries files: it says nothing of how it is run. */
export const BARE_CONFIG: ImageConfig = {
  User: '',
  Entrypoint: [],
  Cmd: [],
  Env: [],
  WorkingDir: '/',
  ExposedPorts: [],
  Labels: {},
};
