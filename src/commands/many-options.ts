import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { CompiledTarget } from '../many/compile-targets.ts';
import type { Options } from './terminal.ts';

/** Options that name one place or one thing, which several images cannot share. */
const OF_ONE = [
  ['output', '--output'],
  ['baseline', '--baseline'],
] as const;

/** @throws HardenError cli/bad-option for options that are about one image. */
export function fitForMany(options: Options, images: number): void {
  const wrong = OF_ONE.filter(([name]) => options[name] !== undefined).map(([, flag]) =>
    error('cli/bad-option', `${flag} is for one image, and there are ${images}`, {
      hint: `name one of them with its folder or --image, or leave ${flag} out`,
    }),
  );
  if (wrong.length > 0) throw new HardenError(...wrong);
}

/** @throws HardenError cli/bad-option for images of several platforms, each of which is made by itself. */
export function checkPlatforms(targets: readonly CompiledTarget[]): void {
  const wrong = targets.flatMap(({ label, result }) =>
    result.ok && result.value.others.length > 0 ? [{ label, compiled: result.value }] : [],
  );
  const [first] = wrong;
  if (!first) return;
  const { label, compiled } = first;
  const { platforms } = compiled;
  const hint = `build all for one, or name one image with --image or its folder: --platform ${platforms[0]}`;
  const message = `${label} is for ${platforms.join(' and ')}, and several images are built for one platform`;
  throw new HardenError(error('cli/bad-option', message, { hint }));
}

/** How many images at once: `--jobs`, or what suits this machine. */
export function jobsOf({ jobs }: Options, suited: number): number {
  if (jobs === undefined) return suited;
  const text = String(jobs);
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new HardenError(
    error('cli/bad-option', `--jobs is ${JSON.stringify(text)}, expected a number from 1 to 999`, {
      hint: 'write how many images are built at once: --jobs 4',
    }),
  );
}
