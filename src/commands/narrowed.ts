import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { CompiledTarget } from '../many/compile-targets.ts';
import { changesSince } from '../many/git.ts';
import { chooseChanged } from '../many/only-changed.ts';
import { inShard, readShard } from '../many/shard.ts';
import { visible } from '../report/visible.ts';
import type { Options, Terminal } from './terminal.ts';

/** Whether the command line asks for a part of what there is, which may be one image or none. */
export function narrows({ changed, shard }: Options): boolean {
  return changed !== undefined || shard !== undefined;
}

/**
 * What is left with `--changed`, and of that with `--shard`. Why each image is built or not is said on
 * stderr.
 * @throws HardenError cli/bad-option.
 */
export async function narrowed(
  targets: readonly CompiledTarget[],
  options: Options,
  terminal: Terminal,
): Promise<CompiledTarget[]> {
  const left = await changedOnly(targets, options, terminal);
  const { shard: text } = options;
  if (text === undefined) return left;
  const shard = readShard(String(text));
  if (!shard) {
    const message = `--shard is ${JSON.stringify(String(text))}, expected a part of a whole`;
    throw new HardenError(
      error('cli/bad-option', message, { hint: 'write --shard 1/3, 2/3 and 3/3' }),
    );
  }
  const weights = await weightsOf(options, terminal.cwd);
  return inShard(
    left,
    shard,
    ({ label }) => label,
    ({ label }) => weights.get(label),
  );
}

async function changedOnly(
  targets: readonly CompiledTarget[],
  { changed }: Options,
  terminal: Terminal,
): Promise<CompiledTarget[]> {
  if (changed === undefined) return [...targets];
  const ref = changed === true || changed === 'true' ? undefined : String(changed);
  const { cwd, env, quiet, err } = terminal;
  const choices = await chooseChanged(targets, await changesSince(cwd, ref, env));
  if (!quiet) {
    for (const { target, built, why } of choices) {
      err(`${visible(target.label)}  ${built ? 'built' : 'left out'}: ${visible(why)}\n`);
    }
  }
  return choices.flatMap(({ target, built }) => (built ? [target] : []));
}

/** How long each image took, of an earlier `harden build --json`; all shards are given the same one. */
async function weightsOf({ timings }: Options, cwd: string): Promise<Map<string, number>> {
  if (timings === undefined) return new Map();
  const path = String(timings);
  const text = await readFile(resolve(cwd, path), 'utf8').catch(() => undefined);
  const images = text === undefined ? undefined : imagesIn(text);
  if (images) {
    return new Map(
      images.flatMap(({ label, milliseconds: time }) =>
        typeof label === 'string' && typeof time === 'number' && time > 0 ? [[label, time]] : [],
      ),
    );
  }
  const what = text === undefined ? 'is not there' : 'tells of no images';
  throw new HardenError(
    error('cli/bad-option', `the timings ${path}: the file ${what}`, {
      hint: 'name what harden build --json printed for several images',
    }),
  );
}

function imagesIn(text: string): { label?: unknown; milliseconds?: unknown }[] | undefined {
  try {
    const { images } = JSON.parse(text) as { images?: unknown };
    return Array.isArray(images)
      ? images.filter((one) => typeof one === 'object' && one)
      : undefined;
  } catch {
    return undefined;
  }
}
