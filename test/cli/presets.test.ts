import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { listPresets } from '../../src/preset/text.ts';
import { harden } from '../program.ts';

const run = promisify(execFile);
const NAME = 'harden-preset-acme';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-presets-'));
  return () => rm(folder, { recursive: true, force: true });
});

test.each(await listPresets())('the built-in preset %s holds', async (name) => {
  const { code, stderr } = await harden(['presets', 'check', name]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: `${name}: schema and rules hold\n` });
});

test('a new preset holds, and a change of what it does is shown', async () => {
  const check = (...args: string[]) => harden(['presets', 'check', NAME, ...args], { cwd: folder });
  const created = await harden(['presets', 'new', NAME], { cwd: folder });
  expect(created).toMatchObject({ code: 0 });
  expect(created.stdout.split('\n')).toContain(join(NAME, 'preset.yaml'));
  expect((await check('--update')).stderr).toContain('example hello: plan new');
  expect(await check()).toMatchObject({ code: 0, stderr: /plan kept/ });

  const file = join(folder, NAME, 'preset.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('-O2', '-O3'));
  const changed = await check();
  expect(changed.code).toBe(2);
  expect(changed.stderr).toContain('preset/plan-changed');
  expect(changed.stderr).toMatch(/stages\.0\.steps\.0\.run\.\d/);
  await writeFile(file, text.replace('detect:', 'detcet:'));
  expect((await check()).stderr).toMatch(/preset\.yaml:7:1 .*preset\/invalid/);
  await writeFile(file, text);

  const again = await harden(['presets', 'new', NAME], { cwd: folder });
  expect(again).toMatchObject({ code: 2 });
  expect(again.stderr).toContain('cli/output-exists');
});

test('a preset package is used from where npm installed it', async () => {
  const project = join(folder, 'project');
  await mkdir(project);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const packed = await run(npm, ['pack', '--silent', join(folder, NAME)], { cwd: project });
  const spec = `version: 1\nlanguage: ${NAME}\nbase: debian\nentrypoint: [/app/program]\n`;
  const files = { 'package.json': '{}', 'program.c': 'int main() {}\n', 'hardening.yaml': spec };
  for (const [name, text] of Object.entries(files)) await writeFile(join(project, name), text);
  const before = await harden(['validate'], { cwd: project });
  expect(before).toMatchObject({ code: 2 });
  expect(before.stderr.replace(/\s+/g, ' ')).toContain(`npm install --save-dev ${NAME}`);

  const flags = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  await run(npm, ['install', ...flags, packed.stdout.trim()], { cwd: project });
  expect(await harden(['validate'], { cwd: project })).toMatchObject({ code: 0 });
  const plan = JSON.parse((await harden(['plan', '--json'], { cwd: project })).stdout);
  expect(plan.language.preset).toBe('acme');
  const checked = await harden(['presets', 'check', NAME], { cwd: project });
  expect(checked).toMatchObject({ code: 0 });
  expect(checked.stderr).toBe(`acme 0.1.0 of ${NAME}: schema and rules hold\n`);
});

test('a page for a preset is made from its data', async () => {
  const { stdout } = await harden(['presets', 'docs', 'go']);
  expect(stdout).toMatch(/^## go\n/);
  expect(stdout).toContain('| `version` | string | `1.26` |');
});
