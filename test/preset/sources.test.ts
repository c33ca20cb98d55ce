import { expect, test } from 'vitest';
import { loadPreset } from '../../src/preset/load.ts';
import { codesOf, resolved, unwrap } from './project.ts';

/** A preset of a language with two package managers and a build that only some projects have. */
const TEXT = `
name: shop
description: A language with two package managers
detect: {any: [shop.json]}
inputs:
  manager:
    type: enum
    values: [one, two]
    description: Package manager
    hint: run one install, and commit one.lock
  build: {type: boolean, default: "false", description: Whether it is built}
versions:
  - {file: one.lock, value: one, input: manager}
  - {file: two.lock, value: two, input: manager}
  - {file: two.yaml, value: two, input: manager}
  - {file: shop.json, pattern: '"build":', value: "true", input: build}
toolchain: {image: docker.io/library/shop:1}
dependencies:
  files: [shop.json]
  steps:
    - {when: {manager: one}, run: [one, install]}
    - {when: {manager: two}, run: [two, fetch]}
build:
  include: ["**"]
  steps:
    - {when: {build: "true", manager: [one, two]}, run: [shop, build]}
artifacts:
  - {from: /out/app, to: /app, layer: app, when: {build: "true"}}
  - {from: /src, to: /app, layer: app, when: {build: "false"}}
variants:
  - {when: {manager: two}, image: "docker.io/library/two:1"}
bases: {default: scratch}
runtime: {workdir: /app, user: "65532"}
`;

test('a step may hang on where the toolchain comes from, and an artifact may not', () => {
  const hanging = TEXT.replace('{manager: one}', '{toolchain: image}');
  expect(codesOf(loadPreset(hanging, 'shop/preset.yaml'))).toEqual([]);
  const artifact = TEXT.replace('when: {build: "false"}', 'when: {toolchain: image}');
  expect(codesOf(loadPreset(artifact, 'shop/preset.yaml'))).toEqual(['preset/unknown-input']);
});

const preset = (text = TEXT) => unwrap(loadPreset(text, 'shop/preset.yaml'));
const project = (files: Record<string, string>, lines = 'entrypoint: [/app/run]\n') =>
  resolved('go', lines, files, preset());

test('files of the project choose steps, artifacts and toolchain', () => {
  const one = unwrap(project({ 'one.lock': '', 'shop.json': '{}' }));
  expect(one.dependencies.steps.map(({ run }) => run)).toEqual([['one', 'install']]);
  expect(one.build.steps).toEqual([]);
  expect(one.artifacts.map(({ from }) => from)).toEqual(['/src']);
  const two = unwrap(project({ 'two.lock': '', 'shop.json': '{\n  "build": "x"}' }));
  expect(two.dependencies.steps.map(({ run }) => run)).toEqual([['two', 'fetch']]);
  expect(two.build.steps.map(({ run }) => run)).toEqual([['shop', 'build']]);
  expect(two.artifacts.map(({ from }) => from)).toEqual(['/out/app']);
  expect(two.toolchain).toMatchObject({ ref: 'docker.io/library/two:1' });
  expect(two.language.inputs['build']?.origin).toEqual({
    file: 'shop.json',
    line: 2,
    column: 3,
    length: 8,
  });
});

test('a step keeps the line of the preset it stands on', () => {
  const { dependencies } = unwrap(project({ 'two.lock': '' }));
  expect(dependencies.steps[0]?.origin).toMatchObject({ file: 'shop/preset.yaml', line: 22 });
});

test('the base of a spec that names none is that of the preset', () => {
  const { base, reasons } = unwrap(project({ 'one.lock': '' }));
  expect(base.kind).toBe('scratch');
  expect(reasons.base).toBe('scratch, as the spec names none and shop has it');
});

test('two files that say different things are an error, unless the spec decides', () => {
  const files = { 'one.lock': '', 'two.lock': '' };
  const found = project(files);
  expect(found).toMatchObject({
    ok: false,
    diagnostics: [
      {
        code: 'preset/bad-input',
        message: 'one.lock says that manager is one, and two.lock that it is two',
        hint: expect.stringContaining('with: {manager: one}'),
      },
    ],
  });
  const decided = 'with: {manager: two}\nentrypoint: [/app/run]\n';
  expect(codesOf(project(files, decided))).toEqual([]);
  expect(codesOf(project({ 'two.lock': '', 'two.yaml': '' }))).toEqual([]);
});

test('where no file gives a value, the preset says what to do', () => {
  expect(project({})).toMatchObject({
    diagnostics: [{ code: 'preset/bad-input', hint: 'run one install, and commit one.lock' }],
  });
});

const BROKEN: [what: string, from: string, to: string, says: string][] = [
  ['a condition on no input', 'when: {manager: one}', 'when: {maneger: one}', 'maneger'],
  [
    'a file that gives nothing',
    'value: two, input',
    'pattern: x, input',
    'two.lock gives no value',
  ],
];

test.each(BROKEN)('%s is the author’s mistake', (_what, from, to, says) => {
  const loaded = loadPreset(TEXT.replace(from, to), 'shop/preset.yaml');
  expect(JSON.stringify(loaded)).toContain(says);
  expect(loaded.ok).toBe(false);
});
