import { DENIED } from '../../plan/secrets.ts';
import type { Secret, Stage, Step } from '../../plan/types.ts';
import type { Ejection } from '../types.ts';
import { placeOf } from './build-stages.ts';
import { cacheName } from './mounts.ts';
import { argument, bulletsOf, call, text } from './program-text.ts';

/** The stages as calls. Only files go on from step to step, as in the plan. */
export function programStages(ejection: Ejection): string[] {
  const { plan } = ejection;
  const lines = ['  let build = clean;'];
  plan.stages.forEach((stage, index) => {
    lines.push('', ...filesOf(stage, ejection.stubs[index] ?? [], ejection));
    for (const step of stage.steps)
      lines.push(...stepLines(step, environments(ejection), plan.name));
  });
  return lines;
}

function filesOf(
  { name, files, stubs }: Stage,
  names: readonly string[],
  { folder }: Ejection,
): string[] {
  const made = names.map(
    (one) => `  build = build.withNewFile(${text(`/src/${one}`)}, ${text(stubs?.text ?? '')});`,
  );
  if (files.include.length === 0) return made;
  return [
    ...(made.length > 0
      ? ['  // Sources by name alone: dependencies are built anew when they change.']
      : []),
    ...made,
    `  // What the stage "${name}" sees of the project.`,
    "  build = build.withDirectory('/src', host.directory(PROJECT, {",
    `    include: ${argument(files.include, 4)},`,
    `    exclude: ${excluded([...files.exclude, folder])},`,
    '  }));',
  ];
}

/** The patterns that every project has are named once. */
function excluded(patterns: readonly string[]): string {
  const [first = ''] = DENIED;
  const at = patterns.indexOf(first);
  if (at < 0) return argument(patterns, 4);
  const own = (some: readonly string[]) => some.map((one) => `${text(one)}, `).join('');
  return `[${own(patterns.slice(0, at))}...NEVER, ${own(patterns.slice(at + DENIED.length)).slice(0, -2)}]`;
}

/** The environments of steps as the program names them, each one once. */
export function environments({ plan }: Ejection): Map<string, string> {
  const steps = plan.stages.flatMap((stage) => stage.steps);
  const texts = steps.map(({ env }) => JSON.stringify(env)).filter((one) => one !== '{}');
  return new Map(
    [...new Set(texts)].map((one, index) => [one, index === 0 ? 'ENV' : `ENV_${index + 1}`]),
  );
}

function stepLines(step: Step, named: ReadonlyMap<string, string>, name: string): string[] {
  const { env, caches, secrets = [], ssh, workdir, run, origin } = step;
  const variables = named.get(JSON.stringify(env));
  const calls = [
    ...(workdir === '/src' ? [] : [call('withWorkdir', [text(workdir)])]),
    ...caches.map(({ id, path }) =>
      call('withMountedCache', [text(path), `client.cacheVolume(${text(cacheName(name, id))})`]),
    ),
    ...secrets.map(secretCall),
    ...(ssh ? sshCalls(ssh.knownHosts) : []),
    call('withExec', [argument(run, 8)]),
  ];
  return [
    '',
    ...bulletsOf(placeOf(origin)).map((line) => `  ${line}`),
    '  build = clean.withRootfs(',
    variables ? `    withEnv(build, ${variables})` : '    build',
    ...calls.map((line) => `      ${line}`),
    '      .rootfs(),',
    '  );',
  ];
}

function secretCall({ from, to }: Secret): string {
  const [name, value] =
    'env' in from
      ? [from.env, `wanted(${text(from.env)})`]
      : [from.file, `await host.file(${fileOf(from.file)}).contents()`];
  const secret = `client.setSecret(${text(name)}, ${value})`;
  return 'path' in to
    ? call('withMountedSecret', [text(to.path), secret])
    : call('withSecretVariable', [text(to.env), secret]);
}

/** A file of the machine as an expression; a path without a start is one of the project. */
function fileOf(path: string): string {
  if (path.startsWith('/')) return text(path);
  const [root, rest] = path.startsWith('~/')
    ? ["wanted('HOME')", path.slice(1)]
    : ['PROJECT', path];
  return `${root} + ${text(rest)}`;
}

function sshCalls(knownHosts: string): string[] {
  return [
    call('withUnixSocket', [
      "'/run/harden/ssh-agent.sock'",
      "host.unixSocket(wanted('SSH_AUTH_SOCK'))",
    ]),
    call('withMountedFile', ["'/run/harden/known_hosts'", `host.file(${fileOf(knownHosts)})`]),
    call('withEnvVariable', ["'SSH_AUTH_SOCK'", "'/run/harden/ssh-agent.sock'"]),
    call('withEnvVariable', ["'GIT_SSH_COMMAND'", text(SSH)]),
  ];
}

const SSH =
  'ssh -o BatchMode=yes -o StrictHostKeyChecking=yes -o GlobalKnownHostsFile=/run/harden/known_hosts -o UserKnownHostsFile=/dev/null';
