import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile } from '../../src/compile.ts';
import { findPreset } from '../../src/preset/find.ts';
import { listPresets } from '../../src/preset/text.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'harden-preset-'));
  await mkdir(join(folder, 'presets', 'own'), { recursive: true });
  const go = await readFile(join(import.meta.dirname, '../../presets/go/preset.yaml'), 'utf8');
  await writeFile(join(folder, 'presets/own/preset.yaml'), go.replace('name: go', 'name: own'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, spec: string, files: Record<string, string> = {}) {
  const place = join(folder, name);
  await mkdir(place, { recursive: true });
  for (const [file, text] of Object.entries({ 'hardening.yaml': spec, ...files })) {
    await writeFile(join(place, file), text);
  }
  return place;
}

test('built-in presets are found by name', async () => {
  expect(await listPresets()).toEqual(expect.arrayContaining(['go', 'python']));
  const found = await findPreset('go', folder);
  expect(found.ok && found.value).toMatchObject({ name: 'go', file: 'presets/go/preset.yaml' });
});

test.each(['./presets/own', './presets/own/preset.yaml', './presets/../presets/own'])(
  'a preset of the project is found by %s',
  async (reference) => {
    const found = await findPreset(reference, folder);
    expect(found.ok && found.value).toMatchObject({
      name: 'own',
      file: 'presets/own/preset.yaml',
    });
  },
);

test.each([
  ['pyhton', 'did you mean python?'],
  ['cobol', ', python, ruby, rust, static, ./path/to/preset.yaml, or an npm package'],
  ['./nowhere', 'relative to the folder of the spec'],
  ['./presets', 'relative to the folder of the spec'],
])('%s is not found', async (reference, hint) => {
  const found = await findPreset(reference, folder);
  expect(found.ok ? [] : found.diagnostics).toMatchObject([
    { code: 'preset/not-found', hint: expect.stringContaining(hint) },
  ]);
});

test('compile: an unknown language is shown where the spec names it', async () => {
  const place = await write('typo', 'version: 1\nlanguage: pyton\nentrypoint: [/a]\n');
  const compiled = await compile(place);
  if (compiled.ok) throw new Error('compiled');
  const file = join(place, 'hardening.yaml');
  expect(compiled.diagnostics).toMatchObject([
    { code: 'preset/not-found', span: { file, line: 2, column: 11, length: 5 } },
  ]);
  expect(compiled.sources.get(file)).toContain('pyton');
});

test('compile: mistakes found late have the path the user gave, and their text at hand', async () => {
  const spec = 'version: 1\nlanguage: go\nentrypoint: [/bin/other]\nwith: {version: "1.24"}\n';
  const place = await write('late', spec, { 'go.mod': 'module x\n' });
  const compiled = await compile(place);
  if (compiled.ok) throw new Error('compiled');
  expect(compiled.diagnostics.map(({ code, span }) => [code, span?.file])).toEqual([
    ['plan/entrypoint-not-shipped', join(place, 'hardening.yaml')],
  ]);
});

test('compile: the plan does not know where the project lies', async () => {
  const spec = 'version: 1\nlanguage: go\nname: app\nentrypoint: [/app/server]\n';
  const files = { 'go.mod': 'module x\n\ngo 1.24\n' };
  const here = await compile(await write('one', spec, files));
  const there = await compile(await write('two/deeper', spec, files));
  if (!here.ok || !there.ok) throw new Error('not compiled');
  expect(here.value.plan).toEqual(there.value.plan);
  expect(JSON.stringify(here.value.plan)).not.toContain(folder);
  expect(here.value.sources.get('hardening.yaml')).toBe(spec);
  expect(here.value.sources.get('go.mod')).toContain('go 1.24');
  expect(here.value.sources.get('presets/go/preset.yaml')).toContain('name: go');
});

test('compile: the platform is the same on every machine unless it is asked for', async () => {
  const place = await write('platform', 'version: 1\nlanguage: go\nentrypoint: [/app/server]\n', {
    'go.mod': 'module x\n',
  });
  const usual = await compile(place);
  const asked = await compile(place, { platform: 'linux/arm64' });
  expect(usual.ok && usual.value.plan.platform).toBe('linux/amd64');
  expect(asked.ok && asked.value.plan.platform).toBe('linux/arm64');
});
