import type { Pins } from '../lock/pins.ts';
import type { LayerBlob } from '../oci/types.ts';
import type { Platform } from '../plan/types.ts';
import type { Progress } from '../progress.ts';
import type { RegistryClient } from '../registry/client.ts';
import type { Offline } from './offline.ts';
import type { Once } from './once.ts';

/** What resolving an input needs of the outside world. */
export interface InputContext {
  /** What the image is for. */
  platform: Platform;
  /** What the engine runs on, and with it scanners, services and whatever else is no part of an image. */
  builder: Platform;
  /** Whether the engine runs programs of a platform that is not its own; asked only when it counts. */
  runs: (platform: Platform) => Promise<boolean>;
  registry: RegistryClient;
  /** What hardening.lock fixes, and the record of what is used. */
  pins: Pins;
  now: Date;
  /** `debian.mirror` of the spec. */
  debianMirror?: string;
  /** Shared by the images of a run; without it everything is looked up anew. */
  once?: Once;
  /** Whether to look who signed the base, by this trust root or the public one. */
  signedBase?: { trustRoot?: string };
  progress: Progress;
  signal: AbortSignal;
  /** Of a build that asks nobody. */
  offline?: Offline;
  /** What apk made of bases, by what it was asked; what is not there is made, and kept in it. */
  apkLayers?: Map<string, LayerBlob>;
}
