import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { findTargets, type Target } from '../many/targets.ts';
import { imageOf } from './image-option.ts';
import type { Options } from './terminal.ts';

/**
 * The images that a command is about: all of the paths, or with `--image` the one of this name in each.
 * @throws HardenError cli/bad-option where no path has it.
 */
export async function selected(paths: readonly string[], options: Options): Promise<Target[]> {
  const targets = await findTargets(paths.length > 0 ? paths : ['.']);
  const wanted = imageOf(options);
  if (wanted === undefined) return targets;
  const found = targets.filter(({ image, read }) => image === wanted || !read.ok);
  if (found.length > 0) return found;
  const names = targets.flatMap(({ image }) => image ?? []);
  const near = suggest(wanted, names);
  const hint = names.length === 0 ? 'leave --image out' : `use one of: ${names.join(', ')}`;
  throw new HardenError(
    error('spec/which-image', `there is no image ${JSON.stringify(wanted)}`, {
      hint: near ? `did you mean ${near}?` : hint,
    }),
  );
}
