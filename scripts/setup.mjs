// Brings a fresh checkout to where `dist/cli.js` runs: dependencies, then the build.
// Both are skipped when what they depend on has not changed since.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');
const stamps = join(root, 'node_modules', '.harden');

export function setUp() {
  once('dependencies', ['package.json', 'package-lock.json'], () => {
    say('Installing dependencies');
    // Not `npm ci`: it refuses a lock without the optional packages of other platforms, which a
    // registry mirror may not have. The lock is honoured and stays as it is.
    run('npm', [
      ...['install', '--no-save', '--ignore-scripts'],
      ...['--no-audit', '--no-fund', '--loglevel=error'],
    ]);
  });
  once(
    'build',
    [
      ...['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts/build.mjs'],
      ...[...sources('src'), ...sources('scripts/bundle')],
    ],
    () => {
      say('Building harden');
      run(process.execPath, ['scripts/build.mjs']);
    },
  );
}

/** Runs a program in the project's folder with our terminal; ends this process if it fails. */
export function run(program, args, options = {}) {
  const status = attempt(program, args, options);
  if (status !== 0) process.exit(status);
}

export function attempt(program, args, options = {}) {
  const windowsCommand = process.platform === 'win32' && program === 'npm';
  const child = spawnSync(windowsCommand ? 'npm.cmd' : program, args, {
    cwd: root,
    stdio: 'inherit',
    shell: windowsCommand,
    ...options,
  });
  if (child.error) say(`${program}: ${child.error.message}`);
  return child.status ?? (child.signal === 'SIGINT' ? 130 : 1);
}

/** The same beside others. An interruption is for the program, which gets that of a terminal too, to end with. */
export async function attemptBeside(program, args) {
  const child = spawn(program, args, { cwd: root, stdio: 'inherit' });
  const wait = () => undefined;
  const pass = () => child.kill('SIGTERM');
  process.on('SIGINT', wait).on('SIGTERM', pass);
  const status = await new Promise((resolve) => {
    child.once('error', () => resolve(1)).once('close', (code) => resolve(code ?? 1));
  });
  process.off('SIGINT', wait).off('SIGTERM', pass);
  return status;
}

export function harden(...args) {
  return [process.execPath, ['dist/cli.js', ...args]];
}

export function say(text) {
  process.stderr.write(`== ${text}\n`);
}

/** Runs `work` unless it ran for the same bytes before. */
function once(name, files, work) {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)));
  const digest = hash.digest('hex');
  const stamp = join(stamps, name);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) {
    if (name !== 'build' || existsSync(join(root, 'dist', 'cli.js'))) return;
  }
  work();
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, digest);
}

function sources(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((name) => /\.(?:ts|mjs|txt)$/.test(name))
    .sort();
}
