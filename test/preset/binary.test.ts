import { expect, test } from 'vitest';
import { builtIn, codesOf, resolved, unwrap } from './project.ts';

const LINES = 'entrypoint: [/app/app]\n';
const program = (lines = '', files: Record<string, string> = { 'dist/app': '' }) =>
  resolved('go', LINES + lines, files, builtIn('binary'));

test('the build sees the program alone and does nothing with it', () => {
  const { build, dependencies, artifacts } = unwrap(program());
  expect([...dependencies.steps, ...build.steps]).toEqual([]);
  expect(build.include.map(({ value }) => value)).toEqual(['dist/app']);
  expect(artifacts).toMatchObject([{ from: '/src/dist/app', to: '/app/app', mode: '0755' }]);
});

test.each([
  ['glibc', 'docker.io/library/debian:trixie-slim', 'distroless/base-debian13'],
  ['none', 'docker.io/library/debian:trixie-slim', 'distroless/static-'],
])('a program with libc %s', (libc, toolchain, base) => {
  const found = unwrap(program(`with: {libc: ${libc}}\nbase: distroless\n`));
  expect(found.toolchain).toMatchObject({ ref: toolchain });
  expect(found.base).toMatchObject({ ref: expect.stringContaining(base) });
});

test('a program for musl goes onto Alpine, and onto nothing with glibc', () => {
  expect(codesOf(program('with: {libc: musl}\nbase: alpine\n'))).toEqual([]);
  expect(codesOf(program('with: {libc: musl}\nbase: distroless\n'))).toContain('plan/base-unfit');
  expect(codesOf(program('base: alpine\n'))).toContain('plan/base-unfit');
});

test('what is linked into it has to be seen, unless the spec accepts that it is not', () => {
  expect(unwrap(program()).expect).toEqual([{ kind: 'linked-packages', path: '/app/app' }]);
  expect(unwrap(program('with: {opaque: true}\n')).expect).toEqual([
    { kind: 'opaque', path: '/app/app' },
  ]);
});

test('a program that is not there is missed', () => {
  expect(codesOf(program('', {}))).toEqual(['plan/missing-source']);
});
