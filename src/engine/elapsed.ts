import type { Progress } from '../progress.ts';

const EVERY_MS = 5_000;

/** Tells that a piece of work has begun, how long it has taken every few seconds, and its end. */
export async function withElapsed<T>(
  progress: Progress,
  phase: string,
  message: string,
  work: () => Promise<T>,
): Promise<T> {
  const start = performance.now();
  progress({ phase, message });
  const timer = setInterval(
    () => progress({ phase, message: `${message} (${seconds(start)} so far)` }),
    EVERY_MS,
  );
  try {
    const value = await work();
    progress({ phase, message: `${message}: done in ${seconds(start)}` });
    return value;
  } finally {
    clearInterval(timer);
  }
}

function seconds(start: number): string {
  const total = Math.round((performance.now() - start) / 1000);
  return total < 60 ? `${total} s` : `${Math.floor(total / 60)} min ${total % 60} s`;
}
