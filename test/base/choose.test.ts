import { expect, test } from 'vitest';
import { chooseBase, selectionOf } from '../../src/base/choose.ts';
import { meets, provisionOf } from '../../src/base/provision.ts';
import { codesOf, family, resolved, unwrap } from '../preset/project.ts';

test.each([
  ['a static program', [], 'gcr.io/distroless/static-debian13:nonroot'],
  ['C code', ['libc'], 'gcr.io/distroless/base-debian13:nonroot'],
  ['C++ code', ['libc', 'libstdc++'], 'gcr.io/distroless/cc-debian13:nonroot'],
  ['Python', ['python 3.13', 'libc'], 'gcr.io/distroless/python3-debian13:nonroot'],
  ['Node', ['node 22'], 'gcr.io/distroless/nodejs22-debian13:nonroot'],
  ['Java', ['java 17'], 'gcr.io/distroless/java17-debian13:nonroot'],
])('the smallest distroless for %s', (_name, needs, image) => {
  const choice = chooseBase(family('distroless'), {}, needs.map(provisionOf));
  expect(choice?.image).toBe(image);
});

test('nothing fits what no flavour has', () => {
  expect(chooseBase(family('distroless'), {}, [provisionOf('python 3.12')])).toBeUndefined();
});

test('a choice is a flavour, a release, or both', () => {
  const of = (text: string) => selectionOf(family('distroless'), text);
  expect(of('cc')).toEqual({ flavour: 'cc' });
  expect(of('debian12')).toEqual({ release: 'debian12' });
  expect(of('base-nossl-debian12')).toEqual({ flavour: 'base-nossl', release: 'debian12' });
  expect(of('debug')).toBeUndefined();
});

test('a version names a minor or more of it', () => {
  const offered = provisionOf('python 3.13');
  expect(meets(offered, provisionOf('python 3.13.2'))).toBe(true);
  expect(meets(offered, provisionOf('python'))).toBe(true);
  expect(meets(offered, provisionOf('python 3.1'))).toBe(false);
  expect(provisionOf('libstdc++')).toEqual({ name: 'libstdc++' });
  expect(provisionOf('time zones')).toEqual({ name: 'time zones' });
});

test('a plan says why this base, this flavour and this user', () => {
  const { reasons, base, user } = unwrap(resolved('go', 'base: distroless'));
  expect(base).toMatchObject({ family: { flavour: 'static', libc: 'glibc' } });
  expect(user.value).toBe('65532:65532');
  expect(reasons).toEqual({
    base: 'named in hardening.yaml:4',
    flavour: 'static on debian13: the smallest, as the program needs nothing of its base',
    user: 'the own user of distroless',
  });
  const cgo = unwrap(resolved('go', 'base: distroless\nwith: {cgo: true}'));
  expect(cgo.reasons.flavour).toBe('base on debian13: the smallest with libc');
  const own = unwrap(resolved('go', 'base: alpine\nruntime: {user: "1000"}'));
  expect(own.reasons.user).toBe('runtime.user of the spec');
});

test.each([
  ['a musl base for glibc wheels', 'base: alpine', ['plan/base-unfit', 'plan/base-unfit']],
  ['a musl base for C code', 'base: alpine\nwith: {cgo: true}', ['plan/base-unfit']],
  ['C code on nothing', 'base: scratch\nwith: {cgo: true}', ['plan/base-unfit']],
  [
    'another Python than distroless has',
    'base: distroless\nwith: {version: "3.12"}',
    ['plan/version-mismatch'],
  ],
  ['a flavour without Python', 'base: {distroless: static}', ['plan/base-unfit']],
  ['an unknown flavour', 'base: {distroless: statik}', ['spec/unknown-base']],
  [
    'a flavour that a release does not have',
    'base: {distroless: python3-debian12}',
    ['spec/unknown-base'],
  ],
  ['something to keep that is not there', 'base: {slim: trixie, keep: [bsh]}', ['spec/bad-value']],
  [
    'a tag with a shell',
    'base: {image: "gcr.io/distroless/python3-debian13:debug"}',
    ['plan/base-refused'],
  ],
  [
    'the tag that is meant without a tag',
    'base: {image: gcr.io/distroless/cc-debian13}',
    ['plan/base-refused'],
  ],
  [
    'a toolchain as a base',
    'base: {image: "dhi.io/python:3.13-debian13-dev"}',
    ['plan/base-refused'],
  ],
])('%s is refused before anything is built', (_name, lines, codes) => {
  const result = resolved(lines.includes('cgo') ? 'go' : 'python', lines);
  expect(codesOf(result)).toEqual(codes);
  const diagnostics = result.ok ? [] : result.diagnostics;
  for (const { hint, span } of diagnostics) {
    expect(hint).toBeTruthy();
    expect(span?.file).toBe('hardening.yaml');
  }
});

test('a static program may stand on musl, and its shell and apk go', () => {
  const { base } = unwrap(resolved('go', 'base: {alpine: "3.20", keep: [busybox]}'));
  expect(base).toMatchObject({ ref: 'docker.io/library/alpine:3.20', family: { libc: 'musl' } });
  const remove = base.kind === 'image' ? base.remove?.packages : [];
  expect(remove).toContain('apk-tools');
  expect(remove).not.toContain('busybox');
});

test('runtime.packages are apk packages on Alpine and Debian packages of its release elsewhere', () => {
  const packages = (base: string) => {
    const spec = unwrap(resolved('go', `base: ${base}\nruntime: {packages: [libpq5]}`));
    return spec.base.kind === 'image' ? spec.base.packages : undefined;
  };
  expect(packages('alpine')).toMatchObject({ manager: 'apk', names: ['libpq5'], keys: [] });
  expect(packages('{slim: bookworm}')).toMatchObject({ manager: 'debian', release: 'bookworm' });
});
