import { join } from 'node:path';
import type { Compiled } from '../compile.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { isInside } from '../is-inside.ts';
import { missingLock } from '../lock/pins-for.ts';
import { OUTPUT } from '../output.ts';

/**
 * A bundle among the sources would be a file of the project: uploaded with it, and in the image of a
 * program that ships its sources. @throws HardenError cli/bad-option.
 */
export function checkPlace(path: string, { folder }: Pick<Compiled, 'folder'>, flag: string): void {
  if (!isInside(folder, path) || isInside(join(folder, OUTPUT), path)) return;
  throw new HardenError(
    error('cli/bad-option', `${flag} names a place among the sources, which are built`, {
      hint: `put the bundle beside the project: ${flag} ../bundle.tar`,
    }),
  );
}

/** Only a lock says what `base: auto` is without trying it. @throws HardenError lock/missing. */
export function checkDecided({ base }: Pick<Compiled, 'base'>): void {
  if (base === 'auto') throw new HardenError(missingLock());
}

/** @throws HardenError cli/bad-option where a spec has several platforms, and none was named. */
export function checkOnePlatform({ others, platforms }: Pick<Compiled, 'others' | 'platforms'>) {
  if (others.length === 0) return;
  const message = `a bundle is for one platform, and the spec is for ${platforms.join(' and ')}`;
  const hint = `make and use a bundle for each: --platform ${platforms[0]}`;
  throw new HardenError(error('cli/bad-option', message, { hint }));
}
