import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDir } from '../../../../src/cache.ts';
import { engineLog, engineState, filesOf, type Place } from '../../../e2e/places.ts';
import { type Finished, harden } from '../../../program.ts';
import { programWithout } from '../program-without.ts';
import type { Canary } from './canaries.ts';
import { type Project, project } from './project.ts';
import { repeatingRegistry } from './registry.ts';

/** What is there to be searched when all has been done, by the way that led there. */
export type Paths = Record<string, Place[]>;

/** Another cli.js than the built one. */
type Program = { program?: string };

/** A step that says its secrets and fails. */
export async function told(all: readonly Canary[], program: Program = {}): Promise<Paths> {
  return inFolder(async (parent) => {
    const made = await project(parent, all, 'all');
    const run = await harden(['build', made.folder], { env: made.env, ...program });
    const labels = ['in hex:', 'in JSON:', 'in pieces:'].filter((one) => !run.stderr.includes(one));
    if (run.code !== 3 || labels.length > 0) throw new Error(`not told: ${run.stderr}`);
    return { 'a step that says it': said('build', run), ...(await leftBy(made)) };
  });
}

/** A build that passes, and what can be asked about it without an engine. */
export async function passed(all: readonly Canary[]): Promise<Paths> {
  return inFolder(async (parent) => {
    const began = Date.now();
    const made = await project(parent, all, 'nothing');
    const [key, log] = [join(made.folder, 'keys', 'sign'), join(parent, 'build.log')];
    const built = await runIn(made, ['build', '--json', '--sign-key', key, '--log-file', log]);
    if (built.code !== 0) throw new Error(`exit code ${built.code}: ${built.stderr}`);
    const asked = await Promise.all(
      COMMANDS.map(async (args) => said(args.join(' '), await runIn(made, args))),
    );
    return {
      'a build that passes': [...said('build', built), ...(await filesOf(parent)).filter(isLog)],
      'commands about it': asked.flat(),
      ...(await leftBy(made)),
      "the engine's log": await engineLog(),
      "the engine's databases": await engineState(began),
      'the cache folder': await cached(began),
      'publish to a registry that repeats it': await published(parent, made, all),
    };
  });
}

const COMMANDS = [
  ...[
    ['plan', '--json'],
    ['validate', '--json'],
    ['explain', 'base-files'],
    ['report', '--json'],
  ],
  ...[
    ['eject', '--dockerfile'],
    ['eject', '--dagger', '--output', 'program'],
    ['doctor', '--json'],
  ],
];

let crashes: Promise<string> | undefined;

/** A program that takes what the engine says for a mistake of its own. It is built once. */
export function crashing(): Promise<string> {
  crashes ??= programWithout({
    file: 'src/dagger/asked.ts',
    piece: 'throw toHardenError(thrown, about);',
    instead: 'throw thrown;',
  });
  return crashes;
}

/** What takes an engine, or minutes. */
export async function more(all: readonly Canary[]): Promise<Paths> {
  return inFolder(async (parent) => {
    const made = await project(parent, all, 'all');
    const program = await crashing();
    const crashed = await harden(['build', made.folder], { env: made.env, program });
    if (crashed.code !== 70) throw new Error(`no crash: ${crashed.code} ${crashed.stderr}`);
    const quiet = await project(parent, all, 'nothing');
    const output = join(parent, 'bundle');
    const asked: Place[] = [];
    const engine = [['lock'], ['bundle', '--output', output], ['build'], ['smoke'], ['update']];
    for (const args of engine) asked.push(...said(args.join(' '), await runIn(quiet, args)));
    return {
      'a mistake of harden': said('build', crashed),
      'lock, bundle, smoke, update': asked,
      'a bundle': await filesOf(output),
      ...(await leftBy(quiet)),
    };
  });
}

async function published(
  parent: string,
  { folder, env }: Project,
  all: readonly Canary[],
): Promise<Place[]> {
  const login = `bot:${all.find(({ name }) => name === 'login')?.value}`;
  const registry = await repeatingRegistry(login);
  try {
    const docker = join(parent, 'docker');
    await mkdir(docker);
    const auths = { [registry.host]: { auth: Buffer.from(login).toString('base64') } };
    await writeFile(join(docker, 'config.json'), JSON.stringify({ auths }));
    const args = ['publish', folder, '--to', `${registry.host}/app:1`];
    const run = await harden(args, { env: { ...env, DOCKER_CONFIG: docker } });
    if (run.code !== 6) throw new Error(`exit code ${run.code}: ${run.stderr}`);
    return said('publish', run);
  } finally {
    registry.close();
  }
}

/** What the image holds, what lies beside it, and what is left where temporary files are. */
async function leftBy({ folder, temporary }: Project): Promise<Paths> {
  const files = (await filesOf(folder)).filter(([name]) => !name.startsWith(join(folder, 'keys')));
  const isOfImage = ([name]: Place) => name.includes('/.harden/image/');
  return {
    'the image': files.filter(isOfImage),
    'the project folder': files.filter((place) => !isOfImage(place)),
    'temporary files': await filesOf(temporary),
  };
}

function said(what: string, { stdout, stderr }: Finished): Place[] {
  return [
    [`${what}, stdout`, Buffer.from(stdout)],
    [`${what}, stderr`, Buffer.from(stderr)],
  ];
}

function runIn({ folder, env }: Project, [command = '', ...rest]: string[]): Promise<Finished> {
  return harden([command, ...rest], { cwd: folder, env });
}

function isLog([name]: Place): boolean {
  return name.endsWith('build.log');
}

/** All but the engine, whose state is gigabytes of layers. */
async function cached(since: number): Promise<Place[]> {
  const names = (await readdir(cacheDir())).filter((name) => name !== 'lab');
  const found = await Promise.all(names.map((name) => filesOf(join(cacheDir(), name), since)));
  return found.flat();
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-told-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
