import { readFile } from 'node:fs/promises';
import type { Client, Container } from '@dagger.io/dagger';
import { error, HardenError } from '../diagnostics/diagnostic.ts';
import type { OciConfig } from '../oci/spec.ts';
import { packagePath } from '../package-root.ts';
import type { SmokeTest } from '../plan/types.ts';
import { ROOT, sandboxOf } from '../smoke/sandbox.ts';
import type { SmokeFacts } from '../smoke/types.ts';
import { ANY_EXIT } from './enums.ts';
import { lastLines } from './errors.ts';

export interface SmokeInput {
  /** The finished image as an OCI archive on the host. */
  archive: string;
  config: OciConfig;
  tests: readonly SmokeTest[];
  /** Folders that get a temporary file system. */
  writable: readonly string[];
  /** The root with bubblewrap and Python, as an OCI archive on the host. */
  helper: string;
  /** A value that makes the tests run again; else the same image, once it ran, is not run again. */
  cacheBuster?: string;
}

const PROBE = '/run/harden/probe.py';
const REQUEST = '/run/harden/request.json';
const PYTHON = '/usr/bin/python3.13';

/** What container runtimes make where it is missing, since nobody can in a root that is read-only. */
const MOUNT_POINTS = ['/proc', '/dev', '/sys', '/tmp'];

/**
 * Runs the tests in a sandbox within the engine: the image's root is mounted, not built upon, and
 * there is no network but a loopback of its own. Gives the facts of each test, in order.
 */
export async function runSmoke(client: Client, input: SmokeInput): Promise<SmokeFacts[]> {
  const { program, argv, user, group } = sandboxOf(input.config, input.writable);
  const tests = input.tests.map(({ origin: _, ...test }) => test);
  const request = JSON.stringify({ sandbox: argv, program, user, group, tests });
  const ran = client
    .container()
    .import_(client.host().file(input.helper))
    .withMountedDirectory(ROOT, rootOf(client, input))
    .withNewFile(PROBE, await readFile(packagePath('smoke', 'probe.py'), 'utf8'))
    .withNewFile(REQUEST, request)
    .withEnvVariable('HARDEN_RUN', input.cacheBuster ?? '')
    .withExec(supervised(), { insecureRootCapabilities: true, expect: ANY_EXIT });
  const [exitCode, stdout] = await Promise.all([ran.exitCode(), ran.stdout()]);
  const facts = exitCode === 0 ? parsed(stdout, tests.length) : undefined;
  if (facts) return facts;
  throw await failure(ran, exitCode);
}

/** A sandbox around the probe: what it starts sees a loopback interface and no other. */
function supervised(): string[] {
  return [
    'bwrap',
    ...['--dev-bind', '/', '/', '--unshare-net', '--cap-add', 'ALL'],
    ...['--die-with-parent', '--', PYTHON, '-I', '-B', PROBE, REQUEST],
  ];
}

function rootOf(client: Client, { archive, writable }: SmokeInput) {
  let root = client.container().import_(client.host().file(archive)).rootfs();
  for (const path of new Set([...MOUNT_POINTS, ...writable])) root = root.withNewDirectory(path);
  return root;
}

function parsed(stdout: string, count: number): SmokeFacts[] | undefined {
  try {
    const facts = JSON.parse(stdout) as SmokeFacts[];
    return Array.isArray(facts) && facts.length === count ? facts : undefined;
  } catch {
    return undefined;
  }
}

async function failure(ran: Container, exitCode: number): Promise<HardenError> {
  return new HardenError(
    error('smoke/not-run', `the smoke test could not be run: its probe exited with ${exitCode}`, {
      hint: 'read its last lines below; the engine has to allow privileged execs',
      detail: lastLines(await ran.stderr(), 20),
    }),
  );
}
