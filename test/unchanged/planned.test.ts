import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '../../src/compile.ts';
import { compiledBefore } from '../../src/unchanged/planned.ts';
import { type TestProject, testProject } from './project.ts';

test('what was built last need not be compiled to be known', async () => {
  const project = await testProject();
  expect(await compiledBefore(project.folder)).toBeUndefined();
  await project.build();
  const { compiled } = await project.asking();
  const before = await compiledBefore(project.folder);
  expect(before?.compiled).toMatchObject({
    ...{ plan: compiled.plan, file: compiled.file, folder: compiled.folder },
    preset: { name: 'go', text: compiled.preset.text },
  });
  expect(await compiledBefore(project.path('hardening.yaml'))).toEqual(before);
  expect(await project.answer()).toBe('unchanged');
});

const GO = 'version: 1\nlanguage: go\nentrypoint: [/app/server]\n';
const OTHER: Record<string, (project: TestProject) => Promise<unknown>> = {
  'a word of the spec': ({ write }) => write('hardening.yaml', `${GO}name: other\n`),
  'a comment in the spec': ({ write }) => write('hardening.yaml', `${GO}# why\n`),
  'a file that the plan is made from': ({ write }) => write('go.mod', 'module x\n\ngo 1.25\n'),
  'a file that is gone': ({ path }) => rm(path('.dockerignore')),
  'no spec': ({ path }) => rename(path('hardening.yaml'), path('other.yaml')),
  'a spec that is no text': ({ path }) => writeFile(path('hardening.yaml'), Buffer.of(0xff, 0xfe)),
  'a stamp that somebody wrote': ({ write }) => write('.harden/stamp.json', '{"schema":1}'),
};

test.each(Object.entries(OTHER))('%s has to be compiled', async (_what, change) => {
  const project = await testProject({ 'hardening.yaml': GO });
  await project.build();
  expect(await compiledBefore(project.folder)).toBeDefined();
  await change(project);
  expect(await compiledBefore(project.folder)).toBeUndefined();
});

test('a file that was not there has to be compiled', async () => {
  const project = await testProject();
  await rm(project.path('.dockerignore'));
  await project.build();
  expect(await compiledBefore(project.folder)).toBeDefined();
  await project.write('.dockerignore', '');
  expect(await compiledBefore(project.folder)).toBeUndefined();
});

test('where a company gets its packages is not kept', async () => {
  const network = 'network: {proxy: "http://proxy.corp.example:3128"}\n';
  const project = await testProject({ 'hardening.yaml': `${GO}${network}` });
  await project.build();
  expect(await project.answer()).toBe('unchanged');
  expect(await compiledBefore(project.folder)).toBeUndefined();
  expect(await readFile(join(project.output, 'stamp.json'), 'utf8')).not.toContain('corp.example');
});

test('of the same text in another file, and by another name of the folder, too', async () => {
  const project = await testProject();
  await project.build();
  const { compiled } = await project.asking();
  await rename(project.path('hardening.yaml'), project.path('other.yaml'));
  expect(await compiledBefore(project.path('other.yaml'))).toBeUndefined();
  await rename(project.path('other.yaml'), project.path('hardening.yaml'));
  const link = join(dirname(project.folder), 'store');
  await symlink(project.folder, link, 'junction');
  expect(await compiledBefore(link)).toBeUndefined();
  const named = await compile(link);
  expect(compiled.plan.name).toBe(basename(project.folder));
  expect(named.ok && named.value.plan.name).toBe('store');
});

test('a preset of the project counts by its place and its text', async () => {
  const go = await compile('examples/go-api');
  if (!go.ok) throw new Error('the example does not compile');
  const text = go.value.preset.text;
  const project = await testProject({
    'hardening.yaml': 'version: 1\nlanguage: ./ours\nentrypoint: [/app/server]\n',
    'ours/preset.yaml': text,
  });
  await project.build();
  expect((await compiledBefore(project.folder))?.compiled.preset.text).toBe(text);
  await project.write('ours/preset.yaml', `${text}# changed\n`);
  expect(await compiledBefore(project.folder)).toBeUndefined();
  await project.write('ours/preset.yaml', text);
  expect(await compiledBefore(project.folder)).toBeDefined();
  await rename(project.path('ours'), project.path('theirs'));
  expect(await compiledBefore(project.folder)).toBeUndefined();
  await mkdir(project.path('ours'));
  await rename(project.path('theirs/preset.yaml'), project.path('ours/preset.yaml'));
  expect(await compiledBefore(project.folder)).toBeDefined();
});

test.each([
  ['a platform that was asked for', { platform: 'linux/arm64' as const }],
  ['another base than that of the spec', { base: 'alpine' as const }],
])('%s is no matter of files', async (_what, options) => {
  const project = await testProject({ 'hardening.yaml': GO });
  const plain = await compile(project.folder);
  expect(plain.ok && plain.value.madeFrom).toBeTruthy();
  const asked = await compile(project.folder, options);
  expect(asked.ok && asked.value.madeFrom).toBeUndefined();
});

test('what a base is that nobody has chosen yet is no matter of files either', async () => {
  const project = await testProject({ 'hardening.yaml': `${GO}base: auto\n` });
  const compiled = await compile(project.folder);
  expect(compiled.ok && compiled.value.madeFrom).toBeUndefined();
});
