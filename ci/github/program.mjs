// @ts-check
// Which harden runs. Without an input it is the one that this action is a checkout of: whoever pins the
// action by its commit pins the program and, by its lock file, everything it needs.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const PACKAGE = 'hardening';

/**
 * The file that Node runs as harden.
 * @param {{ program: string, version: string }} inputs
 * @param {string} root  the checkout of the action
 * @param {string} temporary  a folder that is gone after the job
 */
export async function findProgram({ program, version }, root, temporary) {
  if (program !== '') return given(program);
  if (version !== '') return installed(version, temporary);
  const { setUp } = await import('../../scripts/setup.mjs');
  setUp();
  return join(root, 'dist', 'cli.js');
}

/** @param {string} program */
function given(program) {
  const file = resolve(program);
  if (existsSync(file)) return file;
  throw new Error(`input program is ${JSON.stringify(program)}: there is no such file`);
}

/**
 * From the registry that npm is set up for; scripts of packages are not run.
 * @param {string} version
 * @param {string} temporary
 */
function installed(version, temporary) {
  const folder = join(temporary, `harden-${version}`);
  const file = join(folder, 'node_modules', PACKAGE, 'dist', 'cli.js');
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private": true}\n');
  const windows = process.platform === 'win32';
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const child = spawnSync(windows ? 'npm.cmd' : 'npm', [...args, `${PACKAGE}@${version}`], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: windows,
  });
  if (child.status === 0) return file;
  throw new Error(
    `npm could not install ${PACKAGE}@${version}: ${child.error?.message ?? 'see above'}`,
  );
}
