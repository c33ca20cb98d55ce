import type { Compiled } from '../compile.ts';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { type CompiledTarget, compileTargets } from '../many/compile-targets.ts';
import type { Target } from '../many/targets.ts';
import { PLATFORMS } from '../plan/platform.ts';
import type { Platform } from '../plan/types.ts';
import type { Options, Terminal } from './terminal.ts';
import { withSpec } from './with-spec.ts';

/** The same as `withSpec`, for one platform of the spec where `--platform` names one. */
export function withPlatform(
  path: string,
  options: Options,
  terminal: Terminal,
  work: Parameters<typeof withSpec>[3],
): Promise<number> {
  const platform = platformOf(options);
  if (!platform) return withSpec(path, options, terminal, work);
  const one: typeof work = async (compiled, show) => {
    checkListed(platform, compiled);
    return work(compiled, show);
  };
  return withSpec(path, options, terminal, one, { platform });
}

/** Compiles several images, for the platform that `--platform` names. */
export async function compileFor(
  targets: readonly Target[],
  options: Options,
): Promise<CompiledTarget[]> {
  const platform = platformOf(options);
  if (!platform) return compileTargets(targets);
  const compiled = await compileTargets(targets, { platform });
  for (const { result } of compiled) if (result.ok) checkListed(platform, result.value);
  return compiled;
}

function platformOf(options: Options): Platform | undefined {
  const given = options['platform'];
  if (given === undefined) return undefined;
  const found = PLATFORMS.find((one) => one === String(given));
  if (found) return found;
  throw new HardenError(
    error('cli/bad-option', `--platform is ${String(given)}, expected ${PLATFORMS.join(' or ')}`, {
      hint: `write it as --platform ${PLATFORMS[0]}`,
    }),
  );
}

function checkListed(platform: Platform, { platforms: listed, file }: Compiled): void {
  if (listed.includes(platform)) return;
  throw new HardenError(
    error('cli/bad-option', `--platform is ${platform}, and ${file} is for ${listed.join(', ')}`, {
      hint: `add it to the spec: platforms: [${[...listed, platform].join(', ')}]`,
    }),
  );
}
