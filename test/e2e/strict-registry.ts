import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { downloadModule, go } from '../../src/engine/go.ts';
import { CRANE } from './crane.ts';
import { projectOf } from './temporary.ts';

const PASSWORD = 'correct horse';

/** The registry of ./strict-registry, which is gone when the test ends. */
export async function strictRegistry(): Promise<string> {
  const folder = await projectOf({});
  const options = { cwd: folder, log: join(folder, 'build.log'), signal: undefined };
  const { path, version } = CRANE.module;
  const module = await downloadModule(CRANE.module, options);
  for (const file of ['go.mod', 'go.sum']) await copyFile(join(module, file), join(folder, file));
  await copyFile(join(import.meta.dirname, 'strict-registry/main.go'), join(folder, 'main.go'));
  const edits = ['-module', 'harden.invalid/strict-registry', '-require', `${path}@${version}`];
  await go(['mod', 'edit', ...edits], options);
  await go(['build', '-mod=mod', '-o', 'registry', '.'], options);
  const child = spawn(join(folder, 'registry'), { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill());
  const [line] = await once(child.stdout, 'data');
  return String(line).trim();
}

/** A Docker configuration folder of somebody who is logged in there. */
export async function loginOf(registry: string, name: string, password = PASSWORD) {
  const folder = join(await projectOf({}), 'docker');
  await mkdir(folder);
  const auth = Buffer.from(`${name}:${password}`).toString('base64');
  await writeFile(join(folder, 'config.json'), JSON.stringify({ auths: { [registry]: { auth } } }));
  return { DOCKER_CONFIG: folder };
}
