import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** Packs the package and installs that with npm, which finds all that it needs in the tarball. */
export async function consumer(): Promise<Consumer> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-consumer-'));
  await writeFile(join(folder, 'package.json'), '{"private": true, "type": "module"}\n');
  await npm(['install', '--offline', '--no-audit', '--no-fund', await pack(folder)], folder);
  const types = join(folder, 'node_modules', '@types');
  await mkdir(types, { recursive: true });
  await symlink(join(ROOT, 'node_modules', '@types', 'node'), join(types, 'node'), 'junction');
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: STRICT }));
  return {
    folder,
    compile: (modules) => compileIn(folder, modules),
    run: (module) => node([join('out', `module${module}.js`)], folder),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The tarball that would be published, in this folder. */
export async function pack(folder: string): Promise<string> {
  return join(folder, await npm(['pack', '--pack-destination', folder], ROOT));
}

async function npm(args: string[], cwd: string): Promise<string> {
  const program = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { stdout } = await run(program, [...args, '--silent', '--ignore-scripts'], { cwd });
  return stdout.trim();
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
