import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { readInventory } from '../../src/inspect/inventory.ts';
import { readLayout } from '../../src/oci/layout.ts';
import { filesOf, folderWith } from '../init/files.ts';
import { harden } from '../program.ts';
import { buildReport } from './json.ts';

const projectOf = async (name: string) =>
  filesOf(await readFile(join(import.meta.dirname, 'workspaces', `${name}.project`), 'utf8'));

/** Yarn 1 keeps to a version only where the lock has its address, which hangs on the registry in use. */
async function withAddresses(lock: string): Promise<string> {
  const { stdout } = await promisify(execFile)('npm', ['config', 'get', 'registry']);
  const registry = stdout.trim().replace(/\/?$/, '/');
  return lock.replace(/^"?((?:@[^/\n]+\/)?([^@\n]+))@.*:\n {2}version "(.*)"$/gm, (...found) => {
    const [all, name, last, version] = found;
    return `${all}\n  resolved "${registry}${name}/-/${last}-${version}.tgz"`;
  });
}

/** An API in one workspace, which needs another that a build makes and a third party's packages. */
async function workspaces(manager: string): Promise<string> {
  const files = new Map([...(await projectOf('shared')), ...(await projectOf(manager))]);
  const lock = files.get('yarn.lock');
  if (manager === 'yarn' && lock) files.set('yarn.lock', await withAddresses(lock));
  return folderWith([...files]);
}

test.each(['npm', 'pnpm', 'yarn', 'berry', 'bun'])(
  'workspaces of %s: init, then build, and only what production needs ships',
  async (manager) => {
    const folder = await workspaces(manager);
    expect((await harden(['init', folder, '--yes'])).code).toBe(0);
    const report = await buildReport(folder);
    expect(report.verdict.pass).toBe(true);
    expect(report.coverage.packages.missing).toEqual([]);
    expect(report.coverage.packages.expected).toBeGreaterThan(50);
    expect(report.smoke).toMatchObject([{ pass: true, name: 'GET :3000/healthz gives 200' }]);
    const { files } = await readInventory(await readLayout(report.image.layout));
    const app = files.map(({ path }) => path).filter((path) => path.startsWith('app/'));
    expect(app).toContain('app/packages/prices/dist/index.js');
    expect(
      app.filter((path) => /node_modules\/(?:typescript|@types)\/|lock|\.ts$/.test(path)),
    ).toEqual([]);
  },
);
