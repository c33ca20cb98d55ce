import type { Pins } from '../lock/pins.ts';
import type { Platform } from '../plan/types.ts';
import type { Progress } from '../progress.ts';
import type { RegistryClient } from '../registry/client.ts';

/** What resolving an input needs of the outside world. */
export interface InputContext {
  platform: Platform;
  registry: RegistryClient;
  /** What hardening.lock fixes, and the record of what is used. */
  pins: Pins;
  now: Date;
  /** `debian.mirror` of the spec. */
  debianMirror?: string;
  progress: Progress;
  signal: AbortSignal;
}
