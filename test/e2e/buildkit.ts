import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MIRRORED_HOSTS } from '../../src/engine/engine-config.ts';
import { systemPath } from '../../src/engine/host.ts';
import type { GoProgram } from '../../src/engine/recipe.ts';
import { javaCa } from '../../src/inputs/java-ca.ts';
import { CA_SETTINGS } from '../../src/inputs/network-settings.ts';
import { CA, CA_NAMES, JAVA_OPTIONS } from '../../src/plan/authorities.ts';
import { harden } from '../program.ts';
import { ended, goProgram } from './go-program.ts';

const VERSION = '0.32.2';
const MODULE: GoProgram['module'] = {
  path: 'github.com/moby/buildkit',
  version: `v${VERSION}`,
  sum: 'h1:Sfy7+u6dUv/2yuBc9KCoK70Re8atuV8aPZ5UOC068Vc=',
};

function recipe(name: string): GoProgram {
  return {
    name: `${name}-${VERSION}`,
    module: MODULE,
    package: `${MODULE.path}/cmd/${name}`,
    env: { CGO_ENABLED: '0' },
    flags: ['-mod=mod', '-trimpath', '-ldflags', '-s -w'],
  };
}

/** A builder of its own, with the lab's registry in place of those of the internet. */
export interface Buildkit {
  /** Builds an ejected Dockerfile in its project, and writes an OCI archive. */
  build(project: string, archive: string): Promise<{ code: number; stderr: string }>;
  /** What `build` runs in the project, for an output of another kind: program and arguments. */
  command(output: string): [program: string, args: string[]];
  close(): Promise<void>;
}

/**
 * Starts BuildKit's daemon, with the registry at this host and port or else the lab's; both of its
 * programs are built once for all runs.
 */
export async function startBuildkit(registry?: string): Promise<Buildkit> {
  const [daemon, client] = [
    await goProgram(recipe('buildkitd')),
    await goProgram(recipe('buildctl')),
  ];
  const folder = await mkdtemp(join(tmpdir(), 'harden-buildkit-'));
  const address = `unix://${folder}/buildkitd.sock`;
  const config = join(folder, 'buildkitd.toml');
  await mkdir(join(folder, 'state'));
  await writeFile(config, configOf(registry ?? (await labRegistry())));
  const args = ['--config', config, '--root', join(folder, 'state'), '--addr', address];
  const child = spawn(daemon, args, {
    env: { ...process.env, PATH: systemPath() },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk) => {
    log = `${log}${chunk}`.slice(-4000);
  });
  const close = async () => {
    await endOf(child);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  for (let tries = 0; tries < 600 && child.exitCode === null; tries++) {
    const { code } = await ended(client, ['--addr', address, 'debug', 'workers']);
    if (code === 0) {
      const command = (output: string): [string, string[]] => [
        client,
        ['--addr', address, ...buildArgs(output)],
      ];
      return {
        ...{ close, command },
        build: (project, archive) =>
          ended(...command(`type=oci,dest=${archive}`), { cwd: project }),
      };
    }
    await sleep(100);
  }
  await close();
  throw new Error(`buildkitd does not answer: ${log}`);
}

/** As `docker build --file ejected/Dockerfile .` would, with this machine's authorities. */
function buildArgs(output: string): string[] {
  const bundle = CA_SETTINGS.map((name) => process.env[name]).find((path) => path);
  const store = bundle && javaCa(bundle);
  const authorities = bundle
    ? [
        ...['--secret', `id=ca,src=${bundle}`],
        ...CA_NAMES.flatMap((name) => ['--opt', `build-arg:${name}=${CA}`]),
      ]
    : [];
  const java = store
    ? [
        ...['--secret', `id=java-ca,src=${store}`],
        ...['--opt', `build-arg:JAVA_TOOL_OPTIONS=${JAVA_OPTIONS}`],
      ]
    : [];
  return [
    ...['build', '--progress=plain', '--frontend', 'dockerfile.v0'],
    // The frontend that is built in: the one of `# syntax=` is an image of Docker's registry.
    ...['--opt', 'cmdline=built-in', '--opt', 'platform=linux/amd64'],
    ...['--local', 'context=.', '--local', 'dockerfile=ejected'],
    ...[...authorities, ...java],
    ...['--output', output],
  ];
}

function configOf(registry: string): string {
  const mirrors = MIRRORED_HOSTS.map(
    (host) => `[registry.${JSON.stringify(host)}]\nmirrors = [${JSON.stringify(registry)}]\n`,
  );
  return [
    '[worker.oci]\nenabled = true\nnetworkMode = "host"\n',
    '[worker.containerd]\nenabled = false\n',
    ...mirrors,
    `[registry.${JSON.stringify(registry)}]\nhttp = true\n`,
  ].join('\n');
}

async function labRegistry(): Promise<string> {
  const { stdout } = await harden(['engine', 'status', '--json']);
  return new URL(JSON.parse(stdout).registry).host;
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  await closed;
}
