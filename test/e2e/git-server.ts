import { spawn } from 'node:child_process';
import ssh2 from 'ssh2';
import { onTestFinished } from 'vitest';

export interface GitServer {
  port: number;
  /** What was asked of it by those who may. */
  served: string[];
}

interface Host {
  host: string;
  /** The key of the host, as ssh-keygen writes it. */
  hostKey: string;
  /** The public key of the one user who may. */
  userKey: string;
  /** A folder with a repository. */
  repository: string;
}

/** A git repository behind SSH until the test ends: real protocol, real git, one user, one key. */
export async function gitServer({ host, hostKey, userKey, repository }: Host): Promise<GitServer> {
  const allowed = ssh2.utils.parseKey(userKey);
  if (allowed instanceof Error) throw allowed;
  const served: string[] = [];
  const open = new Set<{ end(): void }>();
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    open.add(client);
    client.on('error', () => {});
    client.on('authentication', (context) => {
      const { method, key, blob, signature, hashAlgo } = context;
      const known = method === 'publickey' && key?.data.equals(allowed.getPublicSSH());
      if (!known) return context.reject(['publickey']);
      // The first question is whether a key would do; the second one is signed.
      if (!signature || !blob) return context.accept();
      return allowed.verify(blob, signature, hashAlgo) ? context.accept() : context.reject();
    });
    client.on('session', (accept) =>
      accept().on('exec', (acceptExec, reject, { command }) => {
        if (!command.startsWith('git-upload-pack ')) return reject();
        served.push(command);
        const channel = acceptExec();
        const git = spawn('git', ['upload-pack', repository]);
        channel.pipe(git.stdin);
        git.stdout.pipe(channel, { end: false });
        git.stderr.pipe(channel.stderr, { end: false });
        git.once('close', (code) => {
          channel.exit(code ?? 1);
          channel.end();
        });
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => {
    for (const client of open) client.end();
    server.close();
  });
  return { port: server.address().port, served };
}
