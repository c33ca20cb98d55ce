import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { harden } from '../program.ts';
import { placesWith } from './canaries.ts';
import { gitServer } from './git-server.ts';
import { type GoModule, goMain, goModule } from './go-proxy.ts';
import { engineGateway } from './host-server.ts';
import { buildReport } from './json.ts';
import { projectOf } from './temporary.ts';

const gateway = engineGateway() ?? '';

/** A new key in a folder, as files. */
async function newKey(folder: string, name: string) {
  const file = join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file]);
  const [secret, open] = await Promise.all([
    readFile(file, 'utf8'),
    readFile(`${file}.pub`, 'utf8'),
  ]);
  return { file, secret, open };
}

/** An agent that holds the key until the test ends; its socket. */
async function agentWith(folder: string, key: string): Promise<string> {
  const socket = join(folder, 'agent.sock');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void agent.kill());
  await once(agent.stdout, 'data');
  execFileSync('ssh-add', ['-q', key], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
  return socket;
}

async function repositoryOf({ files }: GoModule): Promise<string> {
  const folder = await projectOf(files);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=team', '-c', 'user.email=team@example.com', ...args], {
      cwd: folder,
    });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '--message=first');
  git('tag', 'v1.0.0');
  return folder;
}

const specOf = (port: number) => `version: 1
language: go
entrypoint: [/app/server]
toolchain:
  debian: trixie
  packages: [base-files, ca-certificates, dash, git, golang-go, libc6, netbase, openssh-client, tzdata]
build:
  ssh: {knownHosts: known_hosts}
  env:
    GOPRIVATE: team.example
    GIT_CONFIG_COUNT: "1"
    GIT_CONFIG_KEY_0: url.ssh://git@${gateway}:${port}/.insteadOf
    GIT_CONFIG_VALUE_0: https://team.example/
policy: {preset: audit}
smoke:
  - run: [/app/server]
    expect: {stdout: from the private repository}
`;

test.runIf(gateway)('Go takes a module from git over SSH with the key of an agent', async () => {
  const home = await projectOf({});
  const [host, user, stranger] = await Promise.all(
    ['host', 'user', 'stranger'].map((name) => newKey(home, name)),
  );
  if (!host || !user || !stranger) throw new Error('no keys');
  const greeting = goModule('from the private repository', '.git');
  const repository = await repositoryOf(greeting);
  const server = await gitServer({
    host: gateway,
    hostKey: host.secret,
    userKey: user.open,
    repository,
  });
  const known = (key: string) => `[${gateway}]:${server.port} ${key}`;
  const folder = await projectOf({
    'go.mod': `module app\n\ngo 1.24\n\nrequire ${greeting.module} v1.0.0\n`,
    'go.sum': greeting.sum,
    'main.go': goMain(greeting.module),
    known_hosts: known(host.open),
    'hardening.yaml': specOf(server.port),
  });
  const env = { SSH_AUTH_SOCK: await agentWith(home, user.file) };

  const run = await harden(['build', folder, '--json'], { env });
  expect(run.stderr + run.code).toMatch(/0$/);
  expect(server.served.length).toBeGreaterThan(0);
  const said = { stdout: run.stdout, stderr: run.stderr };
  const [, ...body] = user.secret.split('\n').slice(0, -2);
  const canaries = [...body, 'agent.sock'];
  expect(canaries.length).toBeGreaterThan(3);
  expect(await placesWith(canaries, folder, said)).toEqual([]);

  const asked = server.served.length;
  await buildReport(folder, { env });
  expect(server.served.length).toBe(asked);

  await writeFile(join(folder, 'known_hosts'), known(stranger.open));
  const refused = await harden(['build', folder, '--no-cache'], { env });
  expect(refused.code).toBe(3);
  expect(refused.stderr).toContain('no secure protocol found');
  expect(server.served.length).toBe(asked);
});

test('an agent that is not there is told before anything is built', async () => {
  const folder = await projectOf({
    'go.mod': 'module app\n\ngo 1.24\n',
    'hardening.yaml': specOf(22),
  });
  const run = await harden(['build', folder, '--engine', 'tcp://127.0.0.1:1'], {
    env: { SSH_AUTH_SOCK: '' },
  });
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toMatch(/hardening\.yaml:8:8 .*build\/ssh-missing/);
  expect(run.stderr).toContain('the variable SSH_AUTH_SOCK is not set');
  expect(run.stderr).toContain('known_hosts cannot be read (ENOENT)');
});
