import { expect, test } from 'vitest';
import { plan } from '../../src/plan/plan.ts';
import { builtIn, codesOf, resolved, unwrap } from './project.ts';

type Language = Parameters<typeof resolved>[0];

function imageOf(language: Language, lines: string) {
  const { base } = unwrap(resolved(language, lines));
  if (base.kind !== 'image') throw new Error(base.kind);
  return base;
}

test('packages are sorted and named once, with what the flavour lacks', () => {
  const names = (lines: string) => imageOf('go', lines).packages?.names;
  expect(names('base: slim')).toEqual(['ca-certificates', 'tzdata']);
  expect(names('base: slim\nruntime: {packages: [tzdata, libpq5, libpq5]}')).toEqual([
    'ca-certificates',
    'libpq5',
    'tzdata',
  ]);
  expect(names('base: distroless')).toBeUndefined();
});

test('dependencies that the preset leaves out stay out, unless they are named', () => {
  const lines = 'base: {distroless: debian13}\nruntime: {packages: [libreadline8t64]}';
  const { packages } = imageOf('python', lines);
  expect(packages).toMatchObject({ manager: 'debian', release: 'trixie' });
  const dropped = packages?.manager === 'debian' ? Object.keys(packages.drop) : [];
  expect(dropped).toContain('debconf');
  expect(dropped).not.toContain('libreadline8t64');
});

test('apk packages come with their repositories, and an installer where the base has none', () => {
  const apk = 'apk: {repositories: [https://apk.example.com/main], keys: [keys/team.rsa.pub]}\n';
  const packages = (base: string) =>
    imageOf('go', `${apk}base: ${base}\nruntime: {packages: [tzdata]}`).packages;
  const common = {
    manager: 'apk',
    names: ['tzdata'],
    repositories: ['https://apk.example.com/main'],
    keys: ['keys/team.rsa.pub'],
    origins: {
      tzdata: expect.objectContaining({ line: 6 }),
      'https://apk.example.com/main': expect.objectContaining({ line: 4, column: 22 }),
      'keys/team.rsa.pub': expect.objectContaining({ line: 4, column: 60 }),
    },
  };
  expect(packages('alpine')).toEqual(common);
  expect(packages('chainguard')).toEqual({
    ...common,
    installer: 'cgr.dev/chainguard/wolfi-base:latest',
  });
});

test('a group that is kept stays with its packages and paths, a package alone', () => {
  const all = imageOf('python', 'base: slim').remove;
  const some = imageOf('python', 'base: {slim: trixie, keep: [shell, pip, grep]}').remove;
  const gone = all?.packages.filter((name) => !some?.packages.includes(name));
  expect(gone).toEqual(['bash', 'dash', 'grep']);
  expect(all?.paths).toContain('/usr/local/bin/pip*');
  expect(some?.paths).not.toContain('/usr/local/bin/pip*');
  expect(imageOf('go', 'base: distroless').remove).toBeUndefined();
});

test('a base is flattened when it is asked for', () => {
  expect(imageOf('go', 'base: {alpine: "3.23", flatten: true}').flatten).toBe(true);
  expect(imageOf('go', 'base: {alpine: "3.23", flatten: false}')).not.toHaveProperty('flatten');
});

const STARTS: [base: string, entrypoint: string, program: string][] = [
  ['debian', '[python3, -m, app]', '/usr/bin/python3'],
  ['{debian: trixie, packages: [libpq5]}', '[python3, -m, app]', '/usr/bin/python3'],
  ['distroless', '[python3, -m, app]', '/usr/bin/python3'],
  ['slim', '[python3, -m, app]', '/usr/local/bin/python3'],
  ['debian', '[/usr/bin/redis-server]', '/usr/bin/redis-server'],
  ['distroless', '[/usr/bin/redis-server]', '/usr/bin/redis-server'],
  ['slim', '[/usr/bin/redis-server]', '/usr/bin/redis-server'],
];

test.each(STARTS)('with packages %s may start %s', (base, entrypoint, program) => {
  const lines = `entrypoint: ${entrypoint}\nbase: ${base}\nruntime: {packages: [redis-server]}`;
  const { config } = unwrap(plan(unwrap(resolved('python', lines))));
  expect(config.Entrypoint[0]).toBe(program);
});

test('packages may bring what a flavour lacks', () => {
  const cgo = 'with: {cgo: true}\nbase: {distroless: static}';
  expect(codesOf(resolved('go', cgo))).toEqual(['plan/base-unfit']);
  expect(codesOf(resolved('go', `${cgo}\nruntime: {packages: [libc6]}`))).toEqual([]);
});

test('a Debian release that the preset does not know is told with those it does', () => {
  const preset = builtIn('go');
  const trixie = preset.data.bases?.debian?.['trixie'];
  if (!trixie) throw new Error('no trixie');
  const own = { ...preset, data: { ...preset.data, bases: { debian: { trixie } } } };
  const result = resolved('go', 'base: {debian: bookworm}', undefined, own);
  expect(result).toMatchObject({
    diagnostics: [
      {
        code: 'spec/conflict',
        message: 'the preset go names no packages of Debian bookworm',
        hint: 'use one of: base: {debian: trixie}, base: {image: …}',
      },
    ],
  });
});
