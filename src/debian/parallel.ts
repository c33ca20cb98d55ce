/**
 * Does the work for all items, at most `limit` at a time, and gives the results in their order.
 * The first failure stops the others, which are waited for, and is thrown.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T, signal: AbortSignal) => Promise<R>,
  signal?: AbortSignal,
): Promise<R[]> {
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [i, item] of queue) {
      either.throwIfAborted();
      results[i] = await work(item, either);
    }
  };
  const workers = Array.from({ length: Math.min(limit, items.length) }, worker);
  try {
    await Promise.all(workers);
  } catch (thrown) {
    stop.abort(thrown);
    await Promise.allSettled(workers);
    throw thrown;
  }
  return results;
}
