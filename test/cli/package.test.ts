import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Consumer, consumer, pack } from '../consumer.ts';
import { ROOT } from '../program.ts';

const EXAMPLE = JSON.stringify(join(ROOT, 'examples', 'go-api'));

const TYPED = `
import { createRequire } from 'node:module';
import { evaluate, HardenError, plan, type BuildPlan, type Planned, type RunReport } from 'hardening';

const planned: Planned = await plan(${EXAMPLE});
const { name }: BuildPlan = planned.plan;
console.log(name, planned.warnings.length);
const missing = await plan('nowhere').catch((thrown: unknown) => thrown);
if (missing instanceof HardenError) console.log(missing.diagnostics[0]?.code);
const schema: unknown = createRequire(import.meta.url)('hardening/schema/report.schema.json');
console.log(typeof schema);
// @ts-expect-error: there is no such preset, and tsc has to know it.
export const wrong = () => evaluate('lenient', {} as RunReport, '2026-01-01');
`;

const SILENT = `
import { plan } from 'hardening';

await plan(${EXAMPLE});
console.log('planned');
`;

let project: Consumer;
let installed: string;

beforeAll(async () => {
  project = await consumer();
  installed = join(project.folder, 'node_modules', 'hardening');
}, 60_000);
afterAll(() => project.remove());

test('a project in TypeScript takes everything from the tarball', { timeout: 60_000 }, async () => {
  expect(await project.compile([TYPED, SILENT])).toEqual({ code: 0, stdout: '', stderr: '' });
  const stdout = 'go-api 0\nspec/missing-file\nobject\n';
  expect(await project.run(0)).toEqual({ code: 0, stdout, stderr: '' });
});

test('it brings no other package, and less than 20 MB', async () => {
  const modules = await readdir(join(project.folder, 'node_modules'));
  expect(modules.filter((name) => !/^[.@]/.test(name))).toEqual(['hardening']);
  const names = await readdir(installed, { recursive: true });
  const sizes = await Promise.all(
    names.map(async (name) => (await stat(join(installed, name))).size),
  );
  expect(sizes.length).toBeGreaterThan(100);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(20_000_000);
});

/** What is in chunks of its own: an engine, an identity, a Debian base or a proxy asks for it. */
const LATE = ['@dagger.io/dagger', 'graphql', '@sigstore/verify', 'openpgp', 'undici'];

test('importing it and the commands that need no engine load nothing of that', async () => {
  const chunks = join(installed, 'dist', 'chunks');
  const broken = new Set<string>();
  for (const name of await readdir(chunks)) {
    const text = await readFile(join(chunks, name), 'utf8');
    const found = LATE.filter((one) => text.includes(`\n// node_modules/${one}/`));
    if (found.length === 0) continue;
    for (const one of found) broken.add(one);
    await writeFile(join(chunks, name), `throw new Error('${found} was loaded');\n`);
  }
  expect([...broken].sort()).toEqual([...LATE].sort());

  expect(await project.run(1)).toEqual({ code: 0, stdout: 'planned\n', stderr: '' });
  const folder = join(project.folder, 'service');
  await mkdir(folder);
  await writeFile(join(folder, 'go.mod'), 'module example.com/service\n\ngo 1.24\n');
  await writeFile(join(folder, 'main.go'), 'package main\n\nfunc main() {}\n');
  expect((await harden('--version')).stdout).toMatch(/^harden\/\d+\.\d+\.\d+ /);
  expect((await harden('init', folder)).code).toBe(0);
  expect((await harden('validate', folder)).code).toBe(0);
  expect(JSON.parse((await harden('plan', folder, '--json')).stdout)).toMatchObject({
    name: 'service',
  });
});

test('packed again, with other times, it is the same file', { timeout: 60_000 }, async () => {
  const [one, two] = [join(project.folder, 'one'), join(project.folder, 'two')];
  await mkdir(one);
  await mkdir(two);
  const first = await readFile(await pack(one));
  await utimes(join(ROOT, 'dist', 'index.js'), new Date(), new Date(0));
  expect((await readFile(await pack(two))).equals(first)).toBe(true);
});

async function harden(...args: string[]): Promise<{ code: number; stdout: string }> {
  const { bin } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
  const program = join(installed, bin.harden);
  const run = promisify(execFile)(process.execPath, [program, ...args]);
  return run.then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout, stderr }) => ({ code, stdout: stdout + stderr }),
  );
}
