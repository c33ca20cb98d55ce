import { outputOf } from '../output.ts';
import type { Options } from './terminal.ts';

/** The image of `--image`, of a spec that has several. */
export function imageOf({ image }: Options): string | undefined {
  return image === undefined ? undefined : String(image);
}

/** A path to what a build left: of one image of several its own folder of outputs. */
export function imagePath(path: string, options: Options): string {
  const image = imageOf(options);
  return image === undefined ? path : outputOf(path, image);
}
