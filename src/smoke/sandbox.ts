import type { OciConfig } from '../oci/spec.ts';

/** Where the image's root is in the helper that runs it. */
export const ROOT = '/rootfs';

/** What the image starts, and as whom. */
export interface Sandbox {
  /** bubblewrap's argument vector, up to the program. */
  argv: string[];
  program: string[];
  user: number;
  group: number;
}

/**
 * The image as production runs it: a read-only root, no capability, no new privileges, processes and
 * names of its own, the image's environment and nothing else, temporary folders only where asked.
 * The numeric user is set before bubblewrap starts, so that files are another's as they will be.
 */
export function sandboxOf({ config = {} }: OciConfig, writable: readonly string[]): Sandbox {
  const [user = 0, group = user] = (config.User ?? '').split(':').map(Number);
  const env = (config.Env ?? []).map((pair) => {
    const at = pair.indexOf('=');
    return ['--setenv', pair.slice(0, at), pair.slice(at + 1)];
  });
  const ids = ['--unshare-user', '--uid', String(user), '--gid', String(group)];
  return {
    argv: [
      'bwrap',
      ...['--ro-bind', ROOT, '/', '--proc', '/proc', '--dev', '/dev'],
      ...writable.flatMap((path) => ['--tmpfs', path]),
      ...ids,
      ...['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--hostname', 'harden'],
      ...['--cap-drop', 'ALL', '--die-with-parent', '--new-session', '--clearenv'],
      ...env.flat(),
      ...['--chdir', config.WorkingDir || '/'],
    ],
    program: [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])],
    user: Number.isInteger(user) ? user : 0,
    group: Number.isInteger(group) ? group : 0,
  };
}
