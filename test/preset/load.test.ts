import { expect, test } from 'vitest';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { interpolate } from '../../src/preset/interpolate.ts';
import { loadPreset } from '../../src/preset/load.ts';
import { builtIn } from './project.ts';

const SMALL = `name: c
description: C
detect: {any: [Makefile]}
inputs:
  target: {type: string, description: What to make, default: all}
toolchain: {image: "docker.io/library/gcc:14"}
build: {include: ["**"], steps: [{run: [make, "\${{ inputs.target }}"]}]}
artifacts: [{from: /src/app, to: /app/app, layer: app}]
needs: [{what: libc, why: it is a C program}]
runtime: {workdir: /app, user: "65532"}
`;

const ref = (input: string) => `$\{{ inputs.${input} }}`;

function diagnostics(text: string) {
  const loaded = loadPreset(text, 'preset.yaml');
  return loaded.ok ? [] : loaded.diagnostics;
}

test('a small preset is enough', () => {
  expect(diagnostics(SMALL)).toEqual([]);
});

test.each(['go', 'python', 'static'])(
  'the preset %s names no shell and no relative path',
  (name) => {
    const { data } = builtIn(name);
    const steps = [...(data.dependencies?.steps ?? []), ...data.build.steps];
    expect(data.name).toBe(name);
    expect(steps.length).toBeGreaterThan(0);
    for (const { run } of steps) {
      expect(run.some((item) => /(?:^|\/)(?:sh|bash|dash|env)$/.test(item))).toBe(false);
    }
  },
);

test.each([
  ['an unknown key', SMALL.replace('detect:', 'detekt:'), 'preset/invalid', 3],
  [
    'a reference to no input',
    SMALL.replace('inputs.target', 'inputs.tarket'),
    'preset/unknown-input',
    7,
  ],
  [
    'a reference to something else',
    SMALL.replace('inputs.target', 'env.HOME'),
    'preset/unknown-input',
    7,
  ],
  [
    'a version for no input',
    `${SMALL}versions: [{file: a, pattern: b, input: nope}]\n`,
    'preset/unknown-input',
    11,
  ],
  [
    'a variant of no input',
    `${SMALL}variants: [{when: {nope: "1"}}]\n`,
    'preset/unknown-input',
    11,
  ],
  [
    'a broken pattern',
    `${SMALL}versions: [{file: a, pattern: "(", input: target}]\n`,
    'preset/invalid',
    11,
  ],
  ['an enum without values', SMALL.replace('type: string', 'type: enum'), 'preset/invalid', 5],
  [
    'a default that is no value',
    SMALL.replace('type: string', 'type: boolean'),
    'preset/invalid',
    5,
  ],
  ['root', SMALL.replace('"65532"', '"0"'), 'preset/invalid', 10],
  ['a step as text', SMALL.replace(/run: \[.*?\]/, 'run: make all'), 'preset/invalid', 7],
  ['no YAML', `${SMALL}  - x\n`, 'preset/invalid', 11],
])('%s', (_name, text, code, line) => {
  const found = diagnostics(text);
  expect(found.map((one) => [one.code, one.span?.line])).toContainEqual([code, line]);
  expect(found.every(({ hint, span }) => hint && span?.file === 'preset.yaml')).toBe(true);
});

test('a value is put in as it is, once, and never read again', () => {
  const filled = interpolate(
    { run: ['echo', `${ref('a')}/${ref('b')}`, '$HOME'], deep: [{ x: ref('a') }] },
    { a: `$(id) ${ref('b')}`, b: '; rm' },
  );
  expect(filled).toEqual({
    run: ['echo', `$(id) ${ref('b')}/; rm`, '$HOME'],
    deep: [{ x: `$(id) ${ref('b')}` }],
  });
});

test('a byte order mark is no column, of a preset neither', () => {
  const loaded = loadPreset('\ufeffnme: go\n', 'preset.yaml');
  const found = loaded.ok ? [] : loaded.diagnostics;
  expect(found).toContainEqual(
    expect.objectContaining({ span: { file: 'preset.yaml', line: 1, column: 1, length: 3 } }),
  );
  const sources = new Map([['preset.yaml', '\ufeffnme: go\n']]);
  const shown = renderDiagnostics(found, sources, { color: false, width: 80 });
  expect(shown).toContain('  1 | nme: go\n    | ^^^');
});

test.each([
  [
    'an input with a pattern too long for a regular expression',
    'default: all',
    `default: all, pattern: ${'a'.repeat(2000)}`,
  ],
  ['an input that no spec could name', 'target:', '"0":'],
])('%s is refused, with the fix', (_what, from, to) => {
  const loaded = loadPreset(SMALL.replace(from, to), 'preset.yaml');
  expect(loaded.ok ? [] : loaded.diagnostics).toMatchObject([
    { code: 'preset/invalid', hint: expect.any(String) },
  ]);
});
