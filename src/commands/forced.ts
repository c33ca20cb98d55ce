import type { Options } from './terminal.ts';

/** Whether a build is made in any case, also where the last one would answer for it. */
export function isForced({ force, cache }: Options): boolean {
  return force === true || cache === false;
}
