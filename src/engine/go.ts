import { existsSync } from 'node:fs';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import { capture, lastLines, runLogged } from './child.ts';
import type { GoModule } from './recipe.ts';

export interface GoOptions {
  cwd: string;
  log: string;
  signal: AbortSignal | undefined;
  env?: Record<string, string>;
}

/** Runs the Go tool; `engine/build-failed` with the end of its log if it fails. */
export async function go(args: readonly string[], options: GoOptions): Promise<void> {
  const { cwd, log, signal } = options;
  const code = await runLogged(['nice', 'go', ...args], {
    cwd,
    log,
    env: goEnv(options.env),
    ...(signal && { signal }),
  });
  if (code !== 0) {
    throw new HardenError(
      error('engine/build-failed', `go ${args[0]} ended with exit code ${code}, expected 0`, {
        hint: `read the whole log in ${log}, then run harden engine install again: it goes on from here`,
        detail: await lastLines(log),
      }),
    );
  }
}

/**
 * Downloads a module into Go's module cache and gives its folder and its go.mod and go.sum's
 * folder. The checksum has to be the one of the recipe, whatever the host's GOSUMDB says.
 */
export async function downloadModule(module: GoModule, options: GoOptions): Promise<string> {
  const name = `${module.path}@${module.version}`;
  const result = await capture(['go', 'mod', 'download', '-json', name], {
    cwd: options.cwd,
    env: goEnv({ GOFLAGS: '' }),
    ...(options.signal && { signal: options.signal }),
  });
  options.signal?.throwIfAborted();
  const found = parse(result.stdout);
  if (result.code !== 0 || !found.Dir || !existsSync(found.Dir)) {
    throw new HardenError(
      error('engine/build-failed', `the Go module ${name} could not be downloaded`, {
        hint: 'check that the Go module proxy is reachable (go env GOPROXY), then run harden engine install again',
        detail: found.Error ?? result.stderr.trim(),
      }),
    );
  }
  if (found.Sum !== module.sum) {
    throw new HardenError(
      error('engine/build-failed', `${name} has checksum ${found.Sum}, expected ${module.sum}`, {
        hint: 'the proxy serves another module under this name: use one you trust (go env GOPROXY)',
      }),
    );
  }
  return found.Dir;
}

function goEnv(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  return { ...process.env, GOWORK: 'off', ...extra };
}

function parse(text: string): { Dir?: string; Sum?: string; Error?: string } {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
