import { expect, test } from 'vitest';
import { codesOf, GO_FILES, resolved, unwrap } from './project.ts';

function problems(...args: Parameters<typeof resolved>) {
  const result = resolved(...args);
  return result.ok ? [] : result.diagnostics;
}

test('with wins over the files of the project, and those over the default', () => {
  const version = (lines: string, files?: Record<string, string>) =>
    unwrap(resolved('go', lines, files)).language.inputs['version'];
  expect(version('with: {version: "1.25"}')).toMatchObject({
    value: '1.25',
    origin: { file: 'hardening.yaml', line: 4 },
  });
  expect(version('')).toEqual({
    value: '1.24',
    origin: { file: 'go.mod', line: 3, column: 4, length: 4 },
  });
  expect(version('', { 'go.mod': 'module x\n' })).toMatchObject({
    value: '1.26',
    origin: { file: 'presets/go/preset.yaml' },
  });
});

test('inputs reach the toolchain, the steps, the artifacts and what is expected', () => {
  const lines = 'entrypoint: [/app/api]\nwith: {version: "1.26", binary: api, package: ./cmd/api}';
  const spec = unwrap(resolved('go', lines));
  expect(spec.toolchain).toMatchObject({ ref: 'docker.io/library/golang:1.26' });
  expect(spec.build.steps[0]?.run.slice(-3)).toEqual(['-o', '/out/api', './cmd/api']);
  expect(spec.artifacts[0]).toMatchObject({ from: '/out/api', to: '/app/api', mode: '0755' });
  expect(spec.expect).toEqual([{ kind: 'go-buildinfo', path: '/app/api' }]);
});

test('cgo is set explicitly either way and brings the C library', () => {
  const off = unwrap(resolved('go'));
  const on = unwrap(resolved('go', 'with: {cgo: true}\ntoolchain: {debian: trixie}'));
  expect(off.build.steps[0]?.env).toMatchObject({ CGO_ENABLED: '0' });
  expect(on.build.steps[0]?.env).toMatchObject({ CGO_ENABLED: '1' });
  expect(off.base).not.toMatchObject({ packages: expect.arrayContaining(['libc6']) });
  expect(on.base).toMatchObject({ packages: expect.arrayContaining(['libc6']) });
  expect(on.toolchain).toMatchObject({ packages: expect.arrayContaining(['gcc', 'golang-go']) });
});

test('an unknown input is named with the one that was meant', () => {
  const [problem] = problems('go', 'with: {verson: "1.24"}');
  expect(problem).toMatchObject({
    code: 'preset/unknown-input',
    hint: 'did you mean version?',
    span: { line: 4, column: 8 },
  });
});

test('all bad inputs come back at once', () => {
  const lines = 'with: {version: latest, binary: ../x, cgo: maybe, package: "-x"}';
  expect(problems('go', lines).map(({ code }) => code)).toEqual(Array(4).fill('preset/bad-input'));
});

test('steps of the spec replace those of the build and keep its environment and caches', () => {
  const lines = 'build: {steps: [{run: [go, generate], env: {GOFLAGS: -mod=mod}}]}';
  const spec = unwrap(resolved('go', lines));
  expect(spec.dependencies.steps[0]?.run).toEqual(['go', 'mod', 'download']);
  expect(spec.build.steps).toHaveLength(1);
  expect(spec.build.steps[0]).toMatchObject({
    run: ['go', 'generate'],
    env: { GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local' },
    workdir: '/src',
    origin: { file: 'hardening.yaml', line: 4 },
  });
  expect(spec.build.steps[0]?.caches.map(({ id }) => id)).toEqual(['go-build', 'go-mod']);
});

test('packages add up, and naming one that the preset drops brings it back', () => {
  const lines =
    'base: {debian: trixie, packages: [libpq5]}\nruntime: {packages: [libreadline8t64]}';
  const { base } = unwrap(resolved('python', lines));
  if (base.kind !== 'debian') throw new Error(base.kind);
  expect(base.packages).toEqual(
    expect.arrayContaining(['libpq5', 'libreadline8t64', 'python3.13']),
  );
  expect(Object.keys(base.drop)).not.toContain('libreadline8t64');
  expect(Object.keys(base.drop)).toContain('debconf');
});

test('fields of the spec replace those of the preset', () => {
  const lines = [
    'name: team/api',
    'toolchain: {debian: trixie, packages: [golang-go, libc6]}',
    'artifacts: [{from: /out/other, to: /app/server}]',
    'source: {include: [cmd, internal], exclude: [internal/fake]}',
    'runtime: {user: "1000", workdir: /, env: {A: b}, ports: [8080, 53/udp], stopSignal: SIGINT}',
    'scan: {maxDatabaseAge: 3d, timeout: 60}',
    'policy: {size: 50MB, vulnerabilities: {high: 2, unfixed: count}}',
  ].join('\n');
  expect(unwrap(resolved('go', lines))).toMatchObject({
    name: 'team/api',
    toolchain: { kind: 'debian', release: 'trixie', packages: ['golang-go', 'libc6'] },
    artifacts: [{ from: '/out/other', to: '/app/server', layer: 'app' }],
    build: { include: [{ value: 'cmd' }, { value: 'internal' }] },
    user: { value: '1000' },
    workdir: { value: '/' },
    ports: ['8080/tcp', '53/udp'],
    stopSignal: 'SIGINT',
    scan: { scanners: ['trivy', 'grype'], maxDatabaseAge: 72, timeout: 60 },
    policy: {
      preset: 'balanced',
      size: 50_000_000,
      vulnerabilities: { high: 2 },
      unfixed: 'count',
    },
  });
});

test('the name is that of the folder, made to fit', () => {
  expect(unwrap(resolved('go')).name).toBe('my-app');
});

test('the proof is asked of the program when artifacts of the spec put it elsewhere', () => {
  const spec = unwrap(resolved('go', 'artifacts: [{from: /out/x, to: /srv/x}]'));
  const [path] = spec.entrypoint.value;
  expect(spec.expect).toEqual([{ kind: 'go-buildinfo', path }]);
});

test.each([
  ['python on scratch', 'python', 'base: scratch', 'plan/base-unfit'],
  ['packages on scratch', 'go', 'base: scratch\nruntime: {packages: [libpq5]}', 'spec/conflict'],
  [
    'packages on an image',
    'go',
    'base: {image: "debian:13-slim"}\nruntime: {packages: [libpq5]}',
    'spec/conflict',
  ],
  ['no packages for a toolchain', 'go', 'toolchain: {debian: bookworm}', 'spec/conflict'],
] as const)('%s', (_name, language, lines, code) => {
  const found = problems(language, lines);
  expect(found.map((problem) => problem.code)).toEqual([code]);
  expect(found[0]?.hint).toBeTruthy();
  expect(found[0]?.span?.file).toBe('hardening.yaml');
});

test.each([
  ['go', 'go.mod', 'plan/missing-source'],
  ['python', 'requirements.txt', 'preset/bad-input'],
] as const)('%s needs %s', (language, file, code) => {
  const result = resolved(language, '', { 'README.md': '' });
  expect(codesOf(result)).toEqual([code]);
  expect(JSON.stringify(result)).toContain(file);
});

test('the version of .python-version is taken to the minor one', () => {
  const spec = unwrap(
    resolved('python', '', { 'requirements.txt': '', '.python-version': '3.13.7\n' }),
  );
  expect(spec.toolchain).toMatchObject({ ref: 'docker.io/library/python:3.13' });
});

test('the same input gives the same value', () => {
  expect(resolved('go', '', GO_FILES)).toEqual(resolved('go', '', GO_FILES));
});
