import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Finished, ROOT } from './program.ts';

const run = promisify(execFile);

/** A project of somebody else that has harden installed from the tarball that would be published. */
export interface Consumer {
  folder: string;
  /** Checks modules in TypeScript with tsc, all at once as that takes seconds, and compiles them. */
  compile(modules: readonly string[]): Promise<Finished>;
  /** Runs one of them, by its place in the list. */
  run(module: number): Promise<Finished>;
  remove(): Promise<void>;
}

/** Packs the package and lays it out as npm does; its dependencies are those of the repository. */
export async function consumer(): Promise<Consumer> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-consumer-'));
  const installed = join(folder, 'node_modules', 'hardening');
  await mkdir(installed, { recursive: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const flags = ['--silent', '--ignore-scripts', '--pack-destination', folder];
  const packed = await run(npm, ['pack', ...flags], { cwd: ROOT });
  const tarball = join(folder, packed.stdout.trim());
  await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  const { dependencies } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
  for (const name of [...Object.keys(dependencies), '@types/node']) {
    const link = join(folder, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(ROOT, 'node_modules', name), link, 'junction');
  }
  await writeFile(join(folder, 'package.json'), '{"private": true, "type": "module"}\n');
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: STRICT }));
  return {
    folder,
    compile: (modules) => compileIn(folder, modules),
    run: (module) => node([join('out', `module${module}.js`)], folder),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

// Without skipLibCheck: the types of the package have to hold by themselves.
const STRICT = {
  target: 'es2023',
  module: 'nodenext',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmitOnError: true,
  types: ['node'],
  rootDir: '.',
  outDir: 'out',
};

async function compileIn(folder: string, modules: readonly string[]): Promise<Finished> {
  for (const [at, text] of modules.entries()) {
    await writeFile(join(folder, `module${at}.ts`), text);
  }
  return node([join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder], folder);
}

async function node(args: string[], cwd: string): Promise<Finished> {
  try {
    return { code: 0, ...(await run(process.execPath, args, { cwd })) };
  } catch (thrown) {
    const { code, stdout, stderr } = thrown as Finished;
    return { code, stdout, stderr };
  }
}
