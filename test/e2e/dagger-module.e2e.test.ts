import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { debianMirrors } from '../../src/debian/mirrors.ts';
import { mirrorsOf } from '../../src/engine/engine-config.ts';
import { CA_SETTINGS } from '../../src/inputs/network-settings.ts';
import { harden, ROOT } from '../program.ts';
import { copyExample } from './copy.ts';
import { ended } from './go-program.ts';
import { inSession } from './session.ts';
import { projectOf } from './temporary.ts';

/** It installs the package from npm in a container and builds there: minutes, for a change of the module. */
const asked = process.env['HARDEN_TEST_MODULE'] !== undefined;
const title = `the functions of the module build an image${asked ? '' : ' (skipped: HARDEN_TEST_MODULE is not set)'}`;

test.skipIf(!asked)(title, { timeout: 900_000 }, async () => {
  const project = await copyExample('node-api');
  const folder = await projectOf({ 'package.json': '{"type": "module"}', 'drive.js': DRIVE });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const name of ['index', 'run']) await writeModule(name, folder);
  const packed = await ended('npm', ['pack', ROOT, '--silent'], { cwd: folder });
  const tarball = join(folder, packed.stdout.trim().split('\n').at(-1) ?? '');

  const registry = JSON.parse((await harden(['engine', 'status', '--json'])).stdout).registry;
  const [mirror] = debianMirrors();
  const inside = Object.keys(mirrorsOf('lab:5000')).map((host) => `${host}=http://lab:5000`);
  const settings = [
    `HARDEN_DEBIAN_MIRROR=${mirror?.archive} ${mirror?.security}`,
    `HARDEN_REGISTRY_MIRRORS=${inside.join(',')}`,
  ];
  const ca = CA_SETTINGS.map((name) => process.env[name]).find((path) => path);
  const port = Number(new URL(registry).port);
  const input = JSON.stringify({ project, tarball, settings, port, ca });
  const run = await inSession((env) =>
    ended(process.execPath, ['drive.js', input], { cwd: folder, env }),
  );
  expect(run.code === 0 ? '' : run.stderr.slice(-3000)).toBe('');
  const { exitCode, report, layout, scanned } = JSON.parse(run.stdout);
  expect(exitCode).toBe(0);
  expect(report.verdict.pass).toBe(true);
  expect(layout).toEqual(['blobs/', 'index.json', 'oci-layout']);
  expect(scanned).toBe(0);

  // The same layers as from this machine; the name of an image is that of its folder.
  const own = JSON.parse((await harden(['build', project, '--json'])).stdout);
  expect(report.image.layers).toEqual(own.image.layers);
});

async function writeModule(name: string, folder: string): Promise<void> {
  const text = await readFile(join(ROOT, 'dagger-module', 'src', `${name}.ts`), 'utf8');
  const compilerOptions: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    experimentalDecorators: true,
  };
  await writeFile(
    join(folder, `${name}.js`),
    ts.transpileModule(text, { compilerOptions }).outputText,
  );
}

/** What `dagger call` would ask, with the lab's registry in reach. */
const DRIVE = `
import { connection, dag } from '@dagger.io/dagger';
import { Harden } from './index.js';

const { project, tarball, settings, port, ca } = JSON.parse(process.argv[2]);

class InLab extends Harden {
  tool() {
    const registry = dag.host().service([{ frontend: 5000, backend: port }]);
    return super.tool().withServiceBinding('lab', registry);
  }
}

await connection(async () => {
  const host = dag.host();
  const authorities = ca && host.file(ca);
  const module = new InLab('0.0.0', 'node:24', host.file(tarball), authorities, settings);
  const run = module.build(host.directory(project));
  const exitCode = await run.exitCode();
  if (exitCode !== 0) throw new Error(await run.log());
  const report = JSON.parse(await run.report().contents());
  const layout = await run.layout().entries();
  const scanned = await module.scanLayout(run.layout()).exitCode();
  process.stdout.write(JSON.stringify({ exitCode, report, layout, scanned }));
});
`;
