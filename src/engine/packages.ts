import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { Progress } from '../progress.ts';
import { lastLines, runLogged } from './child.ts';
import { findProgram, missingPackages } from './host.ts';
import type { HostPackage } from './recipe.ts';

/**
 * Installs the Debian packages that are not there, with apt-get. Throws `engine/missing-packages`
 * with the command to run by hand if apt-get is absent or fails.
 */
export async function installHostPackages(
  log: string,
  options: { progress: Progress; signal: AbortSignal | undefined },
): Promise<void> {
  const missing = missingPackages();
  if (missing.length === 0) return;
  const argv = aptInstall(missing);
  const aptGet = findProgram('apt-get');
  if (!aptGet) throw new HardenError(stillMissing(missing));

  const run = (command: string[]) => {
    options.progress({ phase: 'host packages', message: `$ ${command.join(' ')}` });
    return runLogged(command, {
      log,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      ...(options.signal && { signal: options.signal }),
    });
  };
  if ((await run(argv)) !== 0) {
    // The usual reason: the package lists are old or absent.
    await run(['apt-get', 'update']);
    await run(argv);
  }
  const left = missingPackages();
  if (left.length > 0) throw new HardenError(stillMissing(left, await lastLines(log)));
}

export function aptInstall(packages: readonly HostPackage[]): string[] {
  const names = packages.map(({ name }) => name);
  return ['apt-get', 'install', '--yes', '--no-install-recommends', ...names];
}

function stillMissing(packages: readonly HostPackage[], detail?: string) {
  const names = packages.map(({ name, has }) => `${name} (${has.join(', ')})`);
  return error('engine/missing-packages', `the host lacks ${names.join(', ')}`, {
    hint: `install them: ${aptInstall(packages).join(' ')}; elsewhere than on Debian and Ubuntu, the packages that hold these programs`,
    ...(detail && { detail }),
  });
}
