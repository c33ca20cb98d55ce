import { readFile } from 'node:fs/promises';
import type { Client, Container, Directory } from '@dagger.io/dagger';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { OciConfig } from '../oci/spec.ts';
import { packagePath } from '../package-root.ts';
import type { SmokeTest } from '../plan/types.ts';
import { ROOT, runtimeFiles } from '../smoke/container.ts';
import type { Seen } from '../smoke/judge-users.ts';
import { engineProblem } from '../smoke/problem.ts';
import { programsOf } from '../smoke/programs.ts';
import { hostsOf, type RunningService, relaysOf } from '../smoke/services.ts';
import type { SmokeFacts } from '../smoke/types.ts';
import { isNumericPair, type User, userOf } from '../smoke/user.ts';
import { type ExecFailure, lastLines } from './errors.ts';
import { serviceFailed, withServices } from './services.ts';

export interface SmokeInput {
  /** Writes the finished image as an OCI archive on the host, and gives its path. */
  archive: (parts: ImageParts) => Promise<string>;
  config: OciConfig;
  tests: readonly SmokeTest[];
  /** Whom all of them are run as besides the image's own user. */
  anyUser?: User;
  services?: readonly RunningService[];
  /** The most bytes of memory that a program may have. */
  memory?: number;
  /** Folders that get a temporary file system. */
  writable: readonly string[];
  /** The root with crun and Python, as an OCI archive on the host. */
  helper: string;
  /** A value that makes the tests run again; undefined lets the engine's cache answer. */
  cacheBuster?: string;
}

/** `app`: without the layers that the engine may have of an earlier image. */
export type ImageParts = 'app' | 'all';

export interface SmokeRun {
  /** The image's own, as numbers. */
  user: User;
  /** Of each test, in order. */
  seen: Seen[];
}

const PYTHON = '/usr/bin/python3.13';
const PROBE = '/run/harden/probe.py';

/** What the probe ends with when a test does not hold. */
const NOT_AS_ASKED = 9;

/**
 * Runs the tests as containers within one privileged exec: the image's root is mounted, not built
 * upon, and crun starts its programs in it, as each user at the same time. Gives the facts of each
 * test, in order.
 *
 * The engine keeps the facts of a run in which every test held, for the same image, tests and
 * helper. A run in which one did not is a failed exec, which the engine does not keep.
 */
export async function runSmoke(client: Client, input: SmokeInput): Promise<SmokeRun> {
  const image = await rootOf(client, input.archive);
  const user = await userIn(image, input.config.config?.User ?? '');
  const { tests, anyUser, writable, memory, services = [] } = input;
  const users = anyUser ? [user, anyUser] : [user];
  const programs = programsOf(tests, input.config, {
    ...{ users, writable, services },
    ...(memory && { memory }),
  });
  const files = runtimeFiles(hostsOf(relaysOf(services, 0)));
  const ran = withServices(client, await helperOf(client, input), services, users.length)
    .withMountedDirectory(ROOT, image)
    .withExec([PYTHON, '-I', '-S', '-B', PROBE], {
      stdin: JSON.stringify({ files, programs }),
      insecureRootCapabilities: true,
    });
  const facts = parsed(await outputOf(client, ran, services), users.length * tests.length);
  const problem = facts.map((one) => engineProblem(one.problem)).find(Boolean);
  if (problem) throw notRun('the engine cannot start its container', problem);
  const seen = tests.map((_, index): Seen => {
    const any = facts[tests.length + index];
    return { own: facts[index] as SmokeFacts, ...(any && { any }) };
  });
  return { user, seen };
}

/**
 * The image's root. The engine keeps layers by their digests, and verifies those that it gets: if
 * it has those that most often stay as they are, they need not be sent.
 */
async function rootOf(client: Client, archive: SmokeInput['archive']): Promise<Directory> {
  const from = (file: string) => client.container().import_(client.host().file(file)).rootfs();
  try {
    return await from(await archive('app')).sync();
  } catch {
    return from(await archive('all'));
  }
}

async function helperOf(client: Client, { helper, cacheBuster }: SmokeInput): Promise<Container> {
  const probe = await readFile(packagePath('smoke', 'probe.py'), 'utf8');
  const container = client
    .container()
    .import_(client.host().file(helper))
    .withNewFile(PROBE, probe)
    // No maintainer script compiled Python's library. A run of nothing does, once for an engine.
    .withExec([PYTHON, '-I', '-S', PROBE], { stdin: JSON.stringify({ files: {}, programs: [] }) });
  return cacheBuster ? container.withEnvVariable('HARDEN_NO_CACHE', cacheBuster) : container;
}

async function userIn(image: Directory, text: string): Promise<User> {
  const read = (path: string) =>
    image
      .file(path)
      .contents()
      .catch(() => '');
  const [passwd, groups] = isNumericPair(text)
    ? ['', '']
    : await Promise.all([read('/etc/passwd'), read('/etc/group')]);
  const user = userOf(text, passwd, groups);
  if (user) return user;
  throw notRun(`its user ${JSON.stringify(text)} is not in its /etc/passwd`, '');
}

async function outputOf(
  client: Client,
  ran: Container,
  services: readonly RunningService[],
): Promise<string> {
  try {
    return await ran.stdout();
  } catch (thrown) {
    const failure = thrown as Partial<ExecFailure>;
    if (failure.exitCode === NOT_AS_ASKED) return failure.stdout ?? '';
    if (failure.exitCode === undefined) throw thrown;
    if (services.length > 0 && !failure.cmd?.includes(PROBE)) {
      throw await serviceFailed(client, failure, services);
    }
    throw notRun(`the probe exited with ${failure.exitCode}`, failure.stderr ?? '');
  }
}

function parsed(stdout: string, count: number): SmokeFacts[] {
  try {
    const facts = JSON.parse(stdout) as SmokeFacts[];
    if (Array.isArray(facts) && facts.length === count) return facts;
  } catch {
    // Told as the same below.
  }
  throw notRun('the probe gave no facts of some test', stdout);
}

function notRun(why: string, log: string): HardenError {
  return new HardenError(
    error('smoke/not-run', `the image could not be run: ${why}`, {
      hint: 'use an engine that allows privileged execs, as Dagger does unless told otherwise',
      ...(log && { detail: lastLines(log, 20) }),
    }),
  );
}
