import type { Progress } from './progress.ts';

/** How long each phase took, in milliseconds. */
export interface Timings {
  measured: Record<string, number>;
  measure<T>(phase: string, message: string, work: () => Promise<T>): Promise<T>;
}

/** The clock is passed in, so that reports can be made with a fixed one. */
export function startTimings(progress: Progress, now: () => number): Timings {
  const measured: Record<string, number> = {};
  return {
    measured,
    async measure(phase, message, work) {
      const start = now();
      progress({ phase, message });
      try {
        return await work();
      } finally {
        measured[phase] = (measured[phase] ?? 0) + Math.round(now() - start);
      }
    },
  };
}
