import type { Platform } from '../plan/types.ts';
import type { Progress } from '../progress.ts';
import type { RegistryClient } from '../registry/client.ts';

/** What resolving an input needs of the outside world. */
export interface InputContext {
  platform: Platform;
  registry: RegistryClient;
  /** `debian.mirror` of the spec. */
  debianMirror?: string;
  progress: Progress;
  signal: AbortSignal;
}
