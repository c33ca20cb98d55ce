import { setTimeout } from 'node:timers/promises';

/** Work that nobody waits for any more gets this long to end once its engine is gone. */
const SETTLE_MS = 5_000;

/**
 * What an aborted run still does, by itself or in the engine, may write into its folder after that was
 * removed: `clear` removes it once more, when the session has ended and the work with it.
 */
export function leftBehind() {
  const works: Promise<unknown>[] = [];
  const folders: (() => Promise<void>)[] = [];
  return {
    work<T>(begun: Promise<T>): Promise<T> {
      works.push(begun);
      return begun;
    },
    folder: (again: () => Promise<void>) => void folders.push(again),
    async clear() {
      const bound = new AbortController();
      const late = setTimeout(SETTLE_MS, undefined, { signal: bound.signal }).catch(() => {});
      await Promise.race([Promise.allSettled(works), late]);
      bound.abort();
      await Promise.all(folders.map((again) => again()));
    },
  };
}
