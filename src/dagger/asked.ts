import { isEvicted, toHardenError } from './errors.ts';

type About = Parameters<typeof toHardenError>[1];

/** How often one question is put before its failure counts. */
const TRIES = 3;

/**
 * What the engine gives, or its failure as a diagnostic. Where its collector took something away
 * while it was used, the question is put again: what is gone is made or sent anew.
 */
export async function asked<T>(question: () => Promise<T>, about?: About): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await question();
    } catch (thrown) {
      if (tries < TRIES && isEvicted(thrown)) continue;
      throw toHardenError(thrown, about);
    }
  }
}
