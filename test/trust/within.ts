const LIMIT = 10_000;

/** What a promise gives, or nothing when it takes too long: what waits for a FIFO waits for ever. */
export async function within<T>(work: Promise<T>, limit = LIMIT): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limit);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
