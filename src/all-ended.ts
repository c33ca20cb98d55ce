/**
 * As `Promise.all`, but all have ended when it throws: what still runs may write into a folder that
 * its caller is about to remove. The first failure is thrown.
 */
export async function allEnded<T extends readonly unknown[]>(
  work: T,
): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }> {
  try {
    return await Promise.all(work);
  } catch (thrown) {
    await Promise.allSettled(work);
    throw thrown;
  }
}
