import type { Client, Container } from '@dagger.io/dagger';

/** An SSH agent on this machine, and the hosts that may be talked to through it. */
export interface SshAccess {
  /** Path of the agent's socket. */
  socket: string;
  /** Path of the file with the keys of the hosts. */
  knownHosts: string;
}

const SOCKET = '/run/harden/ssh-agent.sock';
const KNOWN_HOSTS = '/run/harden/known_hosts';

/** Whatever the toolchain or a package manager says of its own: npm would take any host. */
const SSH = [
  'ssh',
  '-o BatchMode=yes',
  '-o StrictHostKeyChecking=yes',
  `-o GlobalKnownHostsFile=${KNOWN_HOSTS}`,
  '-o UserKnownHostsFile=/dev/null',
].join(' ');

/** Lends the agent to a step: it signs, and its keys stay with it. */
export function withSsh(client: Client, container: Container, ssh: SshAccess): Container {
  return container
    .withUnixSocket(SOCKET, client.host().unixSocket(ssh.socket))
    .withMountedFile(KNOWN_HOSTS, client.host().file(ssh.knownHosts))
    .withEnvVariable('SSH_AUTH_SOCK', SOCKET)
    .withEnvVariable('GIT_SSH_COMMAND', SSH);
}
