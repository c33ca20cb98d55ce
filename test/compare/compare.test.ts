import { expect, test } from 'vitest';
import { runNamed } from '../report/runs.ts';
import { compared, found, npm, os } from './runs.ts';

const PASS = runNamed('pass');

test('packages are added, removed and changed, by what each belongs to', () => {
  const { packages } = compared(
    { packages: [os('curl', '8.0'), os('libc6', '2.36'), npm('ms', '2.0.0'), npm('ms', '2.1.3')] },
    { packages: [os('libc6', '2.41'), npm('ms', '2.1.3'), npm('zod', '4.0.0')] },
  );
  expect(packages).toEqual({
    added: [{ name: 'zod', type: 'node-pkg', after: '4.0.0', cause: 'dependency' }],
    removed: [{ name: 'curl', type: 'debian', before: '8.0', cause: 'base' }],
    changed: [
      { name: 'libc6', type: 'debian', before: '2.36', after: '2.41', cause: 'base' },
      {
        ...{ name: 'ms', type: 'node-pkg', before: '2.0.0, 2.1.3', after: '2.1.3' },
        cause: 'dependency',
      },
    ],
  });
});

test('a package is the same whatever a scanner calls its kind, or its ecosystem its name', () => {
  const lock = { ...npm('ms', '2.0.0'), type: 'npm' };
  const wheel = { name: 'Jinja2', version: '3.1', class: 'app' as const, type: 'python-pkg' };
  const { packages } = compared(
    { packages: [lock, wheel] },
    { packages: [npm('ms', '2.0.0'), { ...wheel, name: 'jinja2' }] },
  );
  expect(packages).toEqual({ added: [], removed: [], changed: [] });
});

test.each([
  ['a package of the base', os('libc6', '2.36'), os('libc6', '2.41'), 'base'],
  ['a package of the app', npm('ms', '2.0.0'), npm('ms', '1.0.0'), 'dependency'],
  ['the database alone', npm('ms', '2.0.0'), npm('ms', '2.0.0'), 'database'],
])('a new finding was brought by %s', (_name, before, after, cause) => {
  const added = found(after, 'CVE-2026-1');
  const { findings } = compared(
    { packages: [before] },
    { packages: [after], findings: [added, { ...added, path: 'app/other' }] },
  );
  expect(findings).toEqual({ fixed: [], new: [{ finding: added, cause }], remaining: [] });
});

test('a finding remains by any of its names and at any version of its package', () => {
  const old = found(os('libc6', '2.36'), 'CVE-2026-1', { aliases: ['DSA-1'] });
  const now = found(os('libc6', '2.41'), 'dsa-1');
  const other = found(os('zlib1g', '1'), 'DSA-1');
  const { findings } = compared(
    { packages: [os('libc6', '2.36')], findings: [old] },
    { packages: [os('libc6', '2.41')], findings: [now, other] },
  );
  expect(findings.remaining.map(({ finding }) => finding)).toEqual([now]);
  expect(findings.new.map(({ finding }) => finding)).toEqual([other]);
  expect(findings.fixed).toEqual([]);
});

test('one that remains is of its package, also where that has not changed', () => {
  const packages = [os('libc6', '2.41'), npm('ms', '2.0.0')];
  const findings = packages.map((one) => found(one, 'CVE-2026-1'));
  const { remaining } = compared({ packages, findings }, { packages, findings }).findings;
  expect(remaining.map(({ cause }) => cause)).toEqual(['base', 'dependency']);
});

test('how it starts, its checks and its licences', () => {
  const config = { user: '', entrypoint: ['/app/server'], cmd: [], workdir: '/', ports: [] };
  const check = (id: string, pass: boolean) => ({ id, pass, evidence: '' });
  const with_ = (licences: string[]) => [{ ...npm('ms', '1'), licences }];
  const one = compared(
    {
      image: { ...PASS.image, config },
      checks: [check('no-shell', false), check('no-setuid', true)],
      packages: with_(['MIT', 'GPL-3.0-only']),
    },
    {
      image: { ...PASS.image, config: { ...config, user: '65532', ports: ['8080/tcp'] } },
      checks: [check('no-shell', true), check('no-setuid', false)],
      packages: with_(['MIT', 'Apache-2.0']),
    },
  );
  expect(one.before.user).toBe('root');
  expect(one.config).toEqual([
    { field: 'user', before: '', after: '65532' },
    { field: 'ports', before: '', after: '["8080/tcp"]' },
  ]);
  expect(one.checks).toEqual({ mended: ['no-shell'], broken: ['no-setuid'] });
  expect(one.licences).toEqual({ added: ['Apache-2.0'], removed: ['GPL-3.0-only'] });
  expect(one.regressions).toEqual(['the check no-setuid fails']);
});

const sized = (uncompressed: number) => ({
  image: { ...PASS.image, size: { compressed: 1, uncompressed } },
});

test.each([
  [100e6, 104e6, []],
  [100e6, 106e6, ['6.0 MB larger']],
  [2e6, 2.9e6, []],
  [100e6, 50e6, []],
])('%i bytes that become %i are worse: %j', (before, after, worse) => {
  expect(compared(sized(before), sized(after)).regressions).toEqual(worse);
});

test('what only a newer database knows is no regression', () => {
  const ms = npm('ms', '2.0.0');
  const newer = PASS.scanners.map((one) => ({
    ...one,
    database: { ...one.database, digest: `sha256:${'e'.repeat(64)}` },
  }));
  const one = compared(
    { packages: [ms] },
    { packages: [ms], findings: [found(ms, 'CVE-2026-1')], scanners: newer },
  );
  expect(one.regressions).toEqual([]);
  expect(one.sameDatabases).toBe(false);
});
