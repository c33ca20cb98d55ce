import type { ChildProcess } from 'node:child_process';
import type { EngineProcesses } from '../own-engine.ts';
import type { Place } from './place.ts';

/** Something that goes wrong around a build, and what harden has to make of it. */
export interface Fault {
  what: string;
  /** The exit codes of which one has to come; 0 where the fault is survived. */
  codes: readonly number[];
  /** What is told: a code of docs/diagnostics. */
  says?: string;
  /** Seconds from the fault to the end; of the whole run where the fault is there from the start. */
  seconds?: number;
  /** In place of files of the quick project. */
  files?: Record<string, string>;
  /** In place of `build`. */
  command?: readonly string[];
  env?(place: Place): Promise<Record<string, string>>;
  /** What stays of it for the next run. */
  lasting?(place: Place): Record<string, string>;
  /** Done before the program starts; what it gives undoes it, before anything is looked at. */
  before?(place: Place): Promise<(() => Promise<void>) | undefined>;
  /** When it comes: at a text on stderr, or after milliseconds. */
  at?: RegExp | number;
  /** What comes then; what it gives mends it when the program has ended. */
  happens?(program: ChildProcess, engine: EngineProcesses, place: Place): (() => void) | undefined;
  /** What is run afterwards, and has to be fine: the quick build, the same command again, or nothing. */
  next?: 'again' | 'nothing';
  /** What somebody who was killed cannot clean up. */
  mayLeave?: RegExp;
  /** It needs an engine of its own, which is started for it, on a disk of its own if one is named. */
  ownEngine?: true | { disk: string };
}
