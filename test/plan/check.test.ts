import { expect, test } from 'vitest';
import { plan } from '../../src/plan/plan.ts';
import { codesOf, resolved, unwrap } from '../preset/project.ts';

const checked = (language: 'go' | 'python', lines: string) =>
  plan(unwrap(resolved(language, lines)));

test.each([
  ['go', ''],
  ['go', 'base: scratch'],
  ['go', 'base: {image: "gcr.io/distroless/static-debian13:nonroot"}\nentrypoint: [/anywhere]'],
  ['go', 'runtime: {packages: [redis-server]}\nentrypoint: [/usr/bin/redis-server]'],
  ['go', 'artifacts: [{from: /src/bin, to: /srv}]\nentrypoint: [/srv/api]'],
  [
    'go',
    'build: {steps: [{run: [make], workdir: /make}]}\nartifacts: [{from: /make/x, to: /app/server}]',
  ],
  ['python', ''],
  ['python', 'entrypoint: [/usr/bin/python3.13, -m, app]'],
  ['python', 'with: {version: "3.13.5"}'],
  ['python', 'base: {debian: bookworm}\nwith: {version: "3.11"}'],
  ['python', 'base: {image: "python:3.14-slim"}\nwith: {version: "3.14"}'],
] as const)('%s with %j is a plan', (language, lines) => {
  expect(codesOf(checked(language, lines))).toEqual([]);
});

test.each([
  [
    'an artifact of the toolchain',
    'go',
    'artifacts: [{from: /usr/local/go/bin/go, to: /app/server}]',
    'plan/artifact-outside-stage',
  ],
  ['the whole stage', 'go', 'artifacts: [{from: /, to: /app}]', 'plan/artifact-outside-stage'],
  [
    'a neighbour of /out',
    'go',
    'artifacts: [{from: /output, to: /app}]',
    'plan/artifact-outside-stage',
  ],
  [
    'an artifact of a cache',
    'go',
    'artifacts: [{from: /cache/go-mod/x, to: /app}]',
    'plan/artifact-outside-stage',
  ],
  [
    'two artifacts at one path',
    'go',
    'artifacts: [{from: /out/a, to: /app/server}, {from: /out/b, to: /app/server}]',
    'spec/conflict',
  ],
  [
    'a secret beside the sources, which steps copy',
    'python',
    'build: {secrets: [{file: .npmrc, to: /src/.npmrc}]}',
    'plan/secret-in-source',
  ],
  [
    'a secret in what ships',
    'go',
    'build: {steps: [{run: [go, build], secrets: [{file: a, to: /out/server}]}]}',
    'plan/secret-in-source',
  ],
  ['a program that is not there', 'go', 'entrypoint: [/app/sevrer]', 'plan/entrypoint-not-shipped'],
  [
    'a program beside the folder',
    'go',
    'entrypoint: [/app/server2]',
    'plan/entrypoint-not-shipped',
  ],
  [
    'a program without a path that the base does not have',
    'python',
    'entrypoint: [gunicorn, app]',
    'plan/entrypoint-not-shipped',
  ],
  [
    'a shell that is not in the base',
    'python',
    'entrypoint: [/bin/sh, run.sh]',
    'plan/entrypoint-not-shipped',
  ],
  [
    'an interpreter on scratch',
    'go',
    'base: scratch\nentrypoint: [/usr/bin/python3]',
    'plan/entrypoint-not-shipped',
  ],
  ['a Python of another version', 'python', 'with: {version: "3.12"}', 'plan/version-mismatch'],
  [
    'a Python whose number begins alike',
    'python',
    'with: {version: "3.130"}',
    'plan/version-mismatch',
  ],
  ['a Python of another release', 'python', 'base: {debian: bookworm}', 'plan/version-mismatch'],
  [
    'a toolchain of another release',
    'python',
    'toolchain: {debian: bookworm}',
    'plan/version-mismatch',
  ],
] as const)('%s', (_name, language, lines, code) => {
  const result = checked(language, lines);
  expect(codesOf(result)).toEqual([code]);
  const [problem] = result.ok ? [] : result.diagnostics;
  expect(problem?.hint).toBeTruthy();
  expect(problem?.span?.line).toBeGreaterThan(0);
});

test('all mistakes come back at once', () => {
  const lines = 'entrypoint: [/bin/sh]\nartifacts: [{from: /etc, to: /x}, {from: /bin/ls, to: /y}]';
  expect(codesOf(checked('go', lines))).toHaveLength(3);
});

test('a program without a path is named with the path it has', () => {
  const result = checked('go', 'entrypoint: [server]');
  expect(result.ok ? [] : result.diagnostics).toMatchObject([{ hint: 'write /app/server' }]);
});

test.each([
  ['debian', '/usr/bin/python3'],
  ['distroless', '/usr/bin/python3'],
  ['slim', '/usr/local/bin/python3'],
])('on %s the bare name of an interpreter is %s', (base, path) => {
  const plan = unwrap(checked('python', `base: ${base}\nentrypoint: [python3, -m, app]`));
  expect(plan.config.Entrypoint).toEqual([path, '-m', 'app']);
});

const excludesOf = (lines: string) => {
  const planned = checked('go', lines);
  const { stages } = unwrap(planned);
  return { stages, warnings: planned.ok ? planned.warnings : [] };
};

test('secrets stay out of every stage, after all that the spec says', () => {
  const { stages, warnings } = excludesOf('source: {include: ["**", "**/.env"], exclude: [docs]}');
  expect(stages).toHaveLength(2);
  for (const { files } of stages) {
    expect(files.exclude).toEqual(
      expect.arrayContaining(['**/.git', '**/.env*', '**/*.pem', '**/id_rsa*', '**/.harden']),
    );
    expect(files.exclude.some((pattern) => pattern.startsWith('!'))).toBe(false);
  }
  expect(warnings).toEqual([]);
});

test('what the spec excludes stays out of the steps for dependencies too', () => {
  const { stages } = excludesOf('source: {exclude: [examples]}');
  expect(stages.map(({ name }) => name)).toEqual(['dependencies', 'build']);
  for (const { files } of stages) expect(files.exclude).toContain('examples');
});

test('a secret that the spec names exactly is uploaded, with a warning', () => {
  const { stages, warnings } = excludesOf('source: {include: ["**", config/tls.pem]}');
  expect(stages[1]?.files.exclude.at(-1)).toBe('!config/tls.pem');
  expect(stages[0]?.files.exclude).not.toContain('!config/tls.pem');
  expect(warnings).toMatchObject([
    { code: 'plan/secret-in-source', severity: 'warning', span: { line: 4, column: 26 } },
  ]);
});
