import { expect, test } from 'vitest';
import { plan } from '../../src/plan/plan.ts';
import { codesOf, resolved, unwrap } from './project.ts';

const LOCK = { 'Cargo.lock': 'version = 4\n' };
const inputsOf = (files: Record<string, string>, lines = '') => {
  const { inputs } = unwrap(resolved('rust', lines, { ...LOCK, ...files })).language;
  return Object.fromEntries(Object.entries(inputs).map(([name, { value }]) => [name, value]));
};

test.each([
  ['rust-toolchain.toml', '[toolchain]\nchannel = "1.91.1"\ncomponents = ["clippy"]\n', '1.91.1'],
  ['rust-toolchain.toml', '[toolchain]\nchannel = "stable"\n', '1.85'],
  ['rust-toolchain', '1.90\n', '1.90'],
  ['rust-toolchain', '[toolchain]\nchannel = "1.90.0"\n', '1.90.0'],
  ['rust-toolchain', 'nightly-2026-01-01\n', '1.85'],
])('the release of %s is %j', (file, text, version) => {
  const cargo = '[package]\nname = "server"\nrust-version = "1.85"\n';
  expect(inputsOf({ 'Cargo.toml': cargo, [file]: text })).toMatchObject({ version });
});

test.each([
  ['of the package', '[package]\nname = "api"\nversion = "1.0.0"\n', 'api'],
  ['after other keys', '[package]\nversion = "1.0.0"\n\n# a\nname = "api"\n', 'api'],
  ['of a target', '[package]\nname = "api"\n\n[[bin]]\npath = "src/a.rs"\nname = "web"\n', 'web'],
  [
    'of no other table',
    '[package]\nname = "api"\n[lib]\nname = "x"\n[[bench]]\nname = "b"\n',
    'api',
  ],
])('the program has the name %s', (_name, text, binary) => {
  expect(inputsOf({ 'Cargo.toml': text })).toMatchObject({ binary });
});

test('the program of a workspace has to be named', () => {
  const files = { ...LOCK, 'Cargo.toml': '[workspace]\nmembers = ["a"]\n[workspace.package]\n' };
  const missing = resolved('rust', '', files);
  expect(codesOf(missing)).toEqual(['preset/bad-input']);
  expect(JSON.stringify(missing)).toContain('with: {binary: server}');
  const named = unwrap(resolved('rust', 'with: {binary: web, package: api}', files));
  expect(named.build.steps.at(-1)?.run).toEqual(
    expect.arrayContaining(['--locked', '--package=api', '--bin=web']),
  );
});

test('glibc brings libgcc, and musl needs nothing and comes from another image', () => {
  const glibc = unwrap(resolved('rust', 'base: distroless'));
  expect(glibc.base).toMatchObject({ family: { flavour: 'cc' } });
  expect(glibc.toolchain).toMatchObject({ ref: 'docker.io/library/rust:1.96' });
  const musl = unwrap(resolved('rust', 'base: distroless\nwith: {target: musl}'));
  expect(musl.base).toMatchObject({ family: { flavour: 'static' } });
  expect(musl.toolchain).toMatchObject({ ref: 'docker.io/library/rust:1.96-alpine' });
  expect(codesOf(resolved('rust', 'base: alpine'))).toContain('plan/base-unfit');
});

test('cargo auditable is compiled only where no package has it', () => {
  const programs = (lines: string) =>
    unwrap(resolved('rust', lines)).dependencies.steps.map(({ run }) => run[1]);
  expect(programs('')).toEqual(['install', 'build']);
  expect(programs('with: {version: "1.85"}\ntoolchain: {debian: trixie}')).toEqual(['build']);
});

test('nothing is compiled in a volume, where two builds at once would take it from each other', () => {
  const { dependencies, build } = unwrap(resolved('rust', ''));
  for (const { env, caches } of [...dependencies.steps, ...build.steps]) {
    const target = env['CARGO_TARGET_DIR'] ?? '';
    expect(target).toMatch(/^\/(?:tmp|build)\//);
    expect(caches.filter(({ path }) => target.startsWith(`${path}/`))).toEqual([]);
  }
});

test('dependencies are built as the program is, apart from what is made of stubs', () => {
  const { dependencies, build } = unwrap(resolved('rust', 'with: {features: "a,b"}'));
  const [stubbed, real] = [dependencies.steps.at(-1), build.steps.at(-1)];
  expect(stubbed?.run.slice(2)).toEqual(real?.run.slice(3));
  const { RUSTC_WORKSPACE_WRAPPER: wrapper, ...env } = stubbed?.env ?? {};
  expect(wrapper).toBe('/usr/bin/env');
  expect(env).toEqual(real?.env);
});

test('the sources that dependencies do not need are there by name only', () => {
  const made = unwrap(plan(unwrap(resolved('rust', 'source: {exclude: [examples]}'))));
  const [dependencies, build] = made.stages;
  expect(dependencies?.files.include).not.toContain('**/*.rs');
  expect(dependencies?.stubs?.text).toBe('fn main() {}');
  expect(dependencies?.stubs?.exclude).toEqual(expect.arrayContaining(['target', 'examples']));
  expect(build).not.toHaveProperty('stubs');
});

test('rustup has no file to fetch another toolchain for', () => {
  const { exclude } = unwrap(resolved('rust')).build;
  expect(exclude).toEqual(expect.arrayContaining(['**/rust-toolchain', '**/rust-toolchain.toml']));
});

test('a project without a lock file is not built', () => {
  const result = resolved('rust', '', { 'Cargo.toml': '[package]\nname = "server"\n' });
  expect(codesOf(result)).toEqual(['plan/missing-source']);
  expect(JSON.stringify(result)).toContain('cargo generate-lockfile');
});

test('the list of crates is looked for in the program', () => {
  expect(unwrap(resolved('rust')).expect).toEqual([{ kind: 'rust-audit', path: '/app/server' }]);
  const moved = 'entrypoint: [/srv/x]\nartifacts: [{from: /build/target/release/x, to: /srv/x}]';
  expect(unwrap(resolved('rust', moved)).expect).toEqual([{ kind: 'rust-audit', path: '/srv/x' }]);
});
