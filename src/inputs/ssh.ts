import { readFile, stat } from 'node:fs/promises';
import type { SshAccess } from '../dagger/index.ts';
import { type Diagnostic, error, HardenError } from '../diagnostics/diagnostic.ts';
import type { BuildPlan, Ssh } from '../plan/types.ts';
import { hostPath } from './host-path.ts';

/**
 * The agent that a plan names, found on this machine; undefined for a plan that names none. Throws
 * HardenError build/ssh-missing with all that is not there.
 */
export async function sshAccess(
  { stages }: Pick<BuildPlan, 'stages'>,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<SshAccess | undefined> {
  const [ssh] = stages.flatMap(({ steps }) => steps.flatMap(({ ssh }) => ssh ?? []));
  if (!ssh) return undefined;
  const socket = env[ssh.agent] ?? '';
  const knownHosts = hostPath(ssh.knownHosts, folder);
  const problems = await Promise.all([noAgent(ssh, socket), noHosts(ssh, knownHosts)]);
  const found = problems.flatMap((problem) => problem ?? []);
  if (found.length > 0) throw new HardenError(...found);
  return { socket, knownHosts };
}

async function noAgent({ agent, origin }: Ssh, socket: string): Promise<Diagnostic | undefined> {
  const hint = 'start an agent and give it the key: eval "$(ssh-agent)" && ssh-add';
  const problem = (what: string) =>
    error('build/ssh-missing', `there is no SSH agent: ${what}`, { span: origin, hint });
  if (socket === '') return problem(`the variable ${agent} is not set`);
  const found = await stat(socket).catch(() => undefined);
  return found?.isSocket() ? undefined : problem(`${agent} names ${socket}, which is no socket`);
}

async function noHosts(ssh: Ssh, path: string): Promise<Diagnostic | undefined> {
  const hint = `write the keys of the hosts into it, and compare them with what their owners publish: ssh-keyscan github.com > ${ssh.knownHosts}`;
  const problem = (what: string) =>
    error('build/ssh-missing', `the hosts are not known: ${ssh.knownHosts} ${what}`, {
      span: ssh.origin,
      hint,
    });
  try {
    const text = await readFile(path, 'utf8');
    return /^\s*[^#\s]/m.test(text) ? undefined : problem('names no host');
  } catch (cause) {
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
    return problem(`cannot be read (${code})`);
  }
}
