import { join } from 'node:path';
import { Missing } from '../missing.mjs';

/** BuildKit with the Dockerfile that harden ejects: `buildctl` writes an OCI layout. */
export const buildkit = {
  id: 'buildkit',
  title: 'BuildKit',
  does: 'build',
  form: 'dockerfile',
  namesBase: ['ejected/Dockerfile'],
  uploads: 'as `buildctl --progress=plain` says it, which rounds: context and Dockerfile',
  needs: ['buildkit'],
  prepare: async ({ buildkit: daemon, reasons }) => {
    if (!daemon) throw new Missing(reasons.buildkit);
    return { daemon };
  },
  commands({ project, output, daemon }, { cold, unique }) {
    const [program, args] = daemon.command(`type=oci,tar=false,dest=${join(output, 'image')}`);
    // `--no-cache` alone keeps the cache mounts of steps.
    const fresh = ['--no-cache', '--opt', `build-arg:BUILDKIT_CACHE_MOUNT_NS=${unique}`];
    return [{ program, args: cold ? [...args, ...fresh] : args, cwd: project }];
  },
  image: ({ output }) => join(output, 'image'),
  written: ({ output }) => output,
  uploaded: transferred,
};

const UNITS = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };

/** Bytes of all transfers that a log of buildctl tells of: the last that it says of each. */
export function transferred(log) {
  const told = new Map();
  for (const line of log.split('\n')) {
    const [, step, what, number, unit] =
      /^#(\d+) transferring (.+?): ([\d.]+)(B|kB|MB|GB)\b/.exec(line) ?? [];
    if (step) told.set(`${step} ${what}`, Number(number) * UNITS[unit]);
  }
  return [...told.values()].reduce((sum, one) => sum + one, 0);
}
