import { expect, test } from 'vitest';
import { plan } from '../../src/plan/plan.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { selfSigned } from '../certificate.ts';
import { resolved, unwrap } from '../preset/project.ts';

const { cert, key } = selfSigned();
const FILES = { 'requirements.txt': '', 'ca.pem': cert, 'key.pem': key };

const planned = (lines: string) => unwrap(plan(unwrap(resolved('python', lines, FILES))));

/** What is put on a base, by the base's own kind of package. */
function packagesOf(lines: string): string[] {
  const { base } = planned(lines);
  if (base.kind === 'scratch') return [];
  return base.kind === 'debian' ? base.packages : (base.packages?.names ?? []);
}

test('nothing is set up unless it is asked for', () => {
  expect(planned('')).not.toHaveProperty('settings');
});

test('a time zone is a variable, and a package where the base has no time zones', () => {
  const lines = 'runtime: {timezone: Europe/Berlin}';
  expect(planned(lines)).toMatchObject({
    settings: { timezone: { name: 'Europe/Berlin', origin: { line: 4, column: 21 } } },
    config: { Env: expect.arrayContaining(['TZ=Europe/Berlin']) },
  });
  expect(packagesOf(lines)).toContain('tzdata');
  expect(packagesOf(`base: distroless\n${lines}`)).toEqual([]);
  expect(renderPlan(planned(lines))).toContain(
    'in the time zone Europe/Berlin  (hardening.yaml:4)',
  );
});

test('on Alpine the line of the time zone is that of its package', () => {
  const lines = 'base: alpine\nruntime: {timezone: Europe/Berlin}';
  const { base } = unwrap(plan(unwrap(resolved('go', lines))));
  expect(base).toMatchObject({
    packages: { manager: 'apk', names: ['tzdata'], origins: { tzdata: { line: 5, column: 21 } } },
  });
});

test('an authority is named with its fingerprint, and every client is told of it', () => {
  const lines = 'runtime: {ca: ./ca.pem}';
  const { settings, config } = planned(lines);
  expect(settings?.ca).toMatchObject({
    file: 'ca.pem',
    certificates: [{ subject: 'CN=harden test', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
  });
  expect(config.Env).toEqual(
    expect.arrayContaining([
      'NODE_EXTRA_CA_CERTS=/usr/local/share/ca-certificates/ca.crt',
      'REQUESTS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt',
      'SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt',
    ]),
  );
  expect(renderPlan(planned(lines))).toMatch(/trusts CN=harden test, sha256 [0-9a-f]{12} {2}\(/);
  const own = planned('runtime: {ca: ./ca.pem, env: {REQUESTS_CA_BUNDLE: /x}}');
  expect(own.config.Env).toContain('REQUESTS_CA_BUNDLE=/x');
});

test.each([
  ['base: distroless', []],
  ['base: debian', ['ca-certificates']],
  ['base: slim\nentrypoint: [python3]', []],
])('on %s certificates come from %j', (base, names) => {
  const found = packagesOf(`${base}\nruntime: {ca: ./ca.pem}`);
  expect(found.filter((name) => name.startsWith('ca-'))).toEqual(names);
});

test.each([
  ['./none.pem', { file: 'hardening.yaml', line: 4 }],
  ['./key.pem', { file: 'key.pem', line: 1 }],
])('%s is shown where it is wrong', (path, span) => {
  expect(resolved('python', `runtime: {ca: ${path}}`, FILES)).toMatchObject({
    ok: false,
    diagnostics: [{ code: 'runtime/bad-certificate', span }],
  });
});

test.each([
  ['debian', 'de_DE.UTF-8', { release: 'trixie', package: 'locales-all', folder: 'de_DE.utf8' }],
  [
    '{debian: bookworm}\nwith: {version: "3.11"}',
    'C.UTF-8',
    { release: 'bookworm', package: 'libc-bin', folder: 'C.utf8' },
  ],
  ['distroless', 'ca_ES.UTF-8@valencia', { release: 'trixie', folder: 'ca_ES.utf8@valencia' }],
  ['{image: "example.com/python:1"}', 'de_DE.UTF-8', undefined],
])('on %s the locale %s has its data', (base, name, data) => {
  const { settings, config } = planned(`base: ${base}\nruntime: {locale: "${name}"}`);
  expect(settings?.locale).toMatchObject({ name, ...(data && { data }) });
  expect(settings?.locale?.data === undefined).toBe(data === undefined);
  expect(config.Env).toContain(`LANG=${name}`);
});

test('what musl cannot do is said before anything is built', () => {
  const on = (name: string) => resolved('go', `base: alpine\nruntime: {locale: ${name}}`);
  expect(on('C.UTF-8').ok).toBe(true);
  expect(on('de_DE.UTF-8')).toMatchObject({
    diagnostics: [
      {
        code: 'plan/base-unfit',
        message: expect.stringMatching(/^alpine has musl, which knows no locale but C\.UTF-8: /),
        span: { line: 5, column: 19 },
      },
    ],
  });
});

test.each([
  ['fonts: true', ['fontconfig-config', 'fonts-dejavu-core']],
  ['fonts: [fonts-noto-core]', ['fontconfig-config', 'fonts-noto-core']],
])('with %s there are %j', (key, names) => {
  for (const base of ['debian', 'distroless']) {
    const lines = `base: ${base}\nruntime: {${key}}`;
    const found = packagesOf(lines).filter((name) => name.startsWith('font'));
    expect(found).toEqual(names);
    expect(renderPlan(planned(lines))).toContain(`draws with ${names[1]}  (hardening.yaml:5)`);
    expect(planned(lines).base).toMatchObject(
      base === 'debian'
        ? { drop: { debconf: expect.any(String) } }
        : { packages: { drop: { debconf: expect.any(String) } } },
    );
  }
});

test('fonts on Alpine are those of Alpine, and on scratch a mistake', () => {
  const on = (base: string) => resolved('go', `base: ${base}\nruntime: {fonts: true}`);
  expect(unwrap(on('alpine')).base).toMatchObject({
    packages: { names: ['font-dejavu', 'fontconfig'], origins: { fontconfig: { line: 5 } } },
  });
  expect(on('scratch')).toMatchObject({
    diagnostics: [{ code: 'spec/conflict', message: 'runtime.fonts cannot be put on scratch' }],
  });
});

test('a health check is in the config of the image, and is tested once', () => {
  const lines =
    'runtime: {ports: ["53/udp", 8080], healthcheck: {http: /healthz?deep=1, interval: 2m, startPeriod: 10s}}';
  const { config, smoke } = planned(lines);
  const test = ['/usr/local/bin/healthcheck', '8080', '/healthz?deep=1'];
  expect(config.Healthcheck).toEqual({
    Test: ['CMD', ...test],
    Interval: 120e9,
    Timeout: 5e9,
    StartPeriod: 10e9,
    Retries: 3,
  });
  expect(smoke).toMatchObject([{ kind: 'health', run: test, origin: { line: 4 } }]);
  expect(renderPlan(planned(lines))).toContain('is healthy when /usr/local/bin/healthcheck 8080');
});

test('a health check may be a program of the image, and needs a port otherwise', () => {
  const own = planned('runtime: {healthcheck: {run: [/usr/bin/python3, -m, health]}}');
  expect(own.config.Healthcheck?.Test).toEqual(['CMD', '/usr/bin/python3', '-m', 'health']);
  expect(own.settings?.healthcheck?.probe).toBe(false);
  expect(resolved('python', 'runtime: {healthcheck: {http: /healthz}}')).toMatchObject({
    diagnostics: [
      { code: 'spec/missing-key', hint: 'write http: :8080/healthz, or add ports: [8080]' },
    ],
  });
});
