import type { Pins } from '../lock/pins.ts';
import type { LayerBlob } from '../oci/types.ts';
import type { Platform } from '../plan/types.ts';
import type { Progress } from '../progress.ts';
import type { RegistryClient } from '../registry/client.ts';
import type { Offline } from './offline.ts';

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
  /** Of a build that asks nobody. */
  offline?: Offline;
  /** What apk made of bases, by what it was asked; what is not there is made, and kept in it. */
  apkLayers?: Map<string, LayerBlob>;
}
