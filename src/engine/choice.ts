import type { Platform } from '../plan/types.ts';
import type { EngineInfo } from './running.ts';

/** The engine a run uses, as `discoverEngine` found it. */
export type EngineChoice =
  /** One that the user named: its address, and where the name came from. */
  | { kind: 'address'; address: string; from: string }
  /** Docker or Podman: the SDK starts the engine in a container itself, on the platform it said. */
  | { kind: 'container-runtime'; runtime: 'docker' | 'podman'; platform?: Platform }
  /** A session that is open already: harden runs inside `dagger run` or a function of a module. */
  | { kind: 'session'; port: number; token: string }
  /** The lab's own, which runs by now. */
  | { kind: 'native'; address: string; info: EngineInfo };
