import type { Progress } from '../progress.ts';

/** What every call that does work takes; all of it may be left out. */
export interface CallOptions {
  /** The folder that relative paths start from; the process's own when absent. */
  cwd?: string;
  /** Address of an engine, or several with commas between them; found as `harden` finds it when absent. */
  engine?: string;
  /** In place of the process's environment: where the engine, secrets and passwords are looked up. */
  env?: Record<string, string | undefined>;
  /** The clock that reports and policies go by. */
  now?: () => Date;
  /** Told what is being done. What it throws ends the call. */
  onProgress?: Progress;
  /** Ends the call, which rejects with the signal's reason and leaves nothing half written. */
  signal?: AbortSignal;
}

/** The options with what holds when they say nothing: the one place that looks at the process. */
export function surroundings(options: CallOptions) {
  const { cwd = process.cwd(), env = process.env, engine } = options;
  return {
    ...(engine !== undefined && { engine }),
    cwd,
    env,
    now: options.now ?? (() => new Date()),
    progress: options.onProgress ?? (() => {}),
    // One of this call alone: what listens to it does not stay with a signal that lives on.
    signal: AbortSignal.any(options.signal ? [options.signal] : []),
  };
}

/** What is thrown because of the abort is the signal's reason, in whatever words it came. */
export async function unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  try {
    return await work();
  } catch (thrown) {
    signal.throwIfAborted();
    throw thrown;
  }
}
