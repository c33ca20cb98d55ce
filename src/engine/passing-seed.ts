import { HardenError } from '../diagnostics/diagnostic.ts';
import type { ImageSeed } from './seed-types.ts';

/** What stands in the stamp of an image in place of its digest. */
export const LEFT_OUT = 'left out';

/**
 * An image whose packages Debian has replaced is left out, as an install must not end for want of
 * it. Anything else that went wrong is thrown on.
 */
export function leaveOut(seed: Pick<ImageSeed, 'passing'>, thrown: unknown): typeof LEFT_OUT {
  const gone =
    thrown instanceof HardenError &&
    thrown.diagnostics.every(({ code }) => code === 'debian/unknown-package');
  if (seed.passing && gone) return LEFT_OUT;
  throw thrown;
}
