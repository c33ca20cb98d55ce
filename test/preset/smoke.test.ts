import { expect, test } from 'vitest';
import { resolveServices } from '../../src/preset/services.ts';
import { resolveSmoke, startTest } from '../../src/preset/smoke.ts';
import { loadSpec } from '../../src/spec/load.ts';
import { unwrap } from './project.ts';

function smokeOf(lines: string) {
  const text = `version: 1\nlanguage: go\nentrypoint: [/app/server]\n${lines}`;
  return resolveSmoke(unwrap(loadSpec(text, 'hardening.yaml')));
}

const http = { kind: 'http', path: '/healthz', port: 8080, status: 200, timeout: 30 };
const run = { kind: 'run', run: ['/app/server', '--version'], exitCode: 0, timeout: 30 };
const written = 'run: [/app/server, --version]';

const TESTS: [lines: string, tests: object[]][] = [
  ['', []],
  ['runtime: {ports: [8080]}', []],
  ['smoke: [{http: {path: /healthz, port: 8080}}]', [http]],
  ['runtime: {ports: [8080, 9090]}\nsmoke: [{http: {path: /healthz}}]', [http]],
  ['runtime: {ports: [53/udp, 8080/tcp]}\nsmoke: [{http: {path: /healthz}}]', [http]],
  [
    'runtime: {ports: [80]}\nsmoke: [{http: {path: /healthz, port: 8080, status: 204}, timeout: 3}]',
    [{ ...http, status: 204, timeout: 3 }],
  ],
  ['smoke: [{http: {path: /healthz, port: 8080, body: "\\"ok\\""}}]', [{ ...http, body: '"ok"' }]],
  ['smoke: [{tcp: 5432}]', [{ kind: 'start', port: 5432, timeout: 30 }]],
  ['smoke: [{log: ready, timeout: 3}]', [{ kind: 'log', text: 'ready', timeout: 3 }]],
  [`smoke: [{${written}}]`, [run]],
  [
    `smoke: [{${written}, expect: {exitCode: 3, stdout: "1.2"}, timeout: 600}]`,
    [{ ...run, exitCode: 3, stdout: '1.2', timeout: 600 }],
  ],
  [`smoke: [{${written}}, {http: {path: /healthz, port: 8080}}]`, [run, http]],
];

test.each(TESTS)('%s', (lines, tests) => {
  const found = unwrap(smokeOf(lines));
  expect(found.map(({ origin, ...asked }) => asked)).toEqual(tests);
});

test('a service says which line asks for it, and has no environment unless told', () => {
  const text =
    'version: 1\nlanguage: go\nentrypoint: [/app/server]\nservices:\n  db: {image: "postgres:17", port: 5432}\n';
  expect(resolveServices(unwrap(loadSpec(text, 'hardening.yaml')))).toEqual([
    {
      name: 'db',
      image: 'postgres:17',
      port: 5432,
      env: {},
      provides: {},
      origin: { file: 'hardening.yaml', line: 5, column: 3, length: 2 },
    },
  ]);
});

test.each([
  ['node', '/nodejs/bin/node'],
  ['python', '/usr/bin/python'],
  ['pyth', 'pyth'],
  ['/app/node', '/app/node'],
])('a run of %s is one of %s', (program, path) => {
  const spec = `version: 1\nlanguage: go\nentrypoint: [/a]\nsmoke: [{run: [${program}, main.js]}]`;
  const loaded = unwrap(loadSpec(spec, 'hardening.yaml'));
  const programs = ['/usr/bin/python', '/nodejs/bin/node'];
  expect(unwrap(resolveSmoke(loaded, programs))).toMatchObject([{ run: [path, 'main.js'] }]);
});

test('every test says which line asks for it', () => {
  const tests = unwrap(smokeOf(`smoke:\n  - ${written}\n  - {http: {path: /, port: 80}}`));
  expect(tests.map(({ origin }) => [origin.file, origin.line])).toEqual([
    ['hardening.yaml', 5],
    ['hardening.yaml', 6],
  ]);
});

test.each([
  ['no port at all', ''],
  ['a port of UDP alone', 'runtime: {ports: [53/udp]}\n'],
])('a request with %s has nowhere to go', (_name, ports) => {
  const result = smokeOf(`${ports}smoke: [{http: {path: /healthz}}]`);
  const line = ports ? 5 : 4;
  expect(result).toMatchObject({
    ok: false,
    diagnostics: [
      {
        code: 'spec/missing-key',
        message: 'the request has no port to go to',
        hint: 'add port: 8080 to it, or runtime: {ports: [8080]}',
        span: { file: 'hardening.yaml', line, column: 10, length: 4 },
      },
    ],
  });
});

test('all requests without a port come back at once', () => {
  const result = smokeOf(`smoke: [{http: {path: /a}}, {${written}}, {http: {path: /b}}]`);
  const spans = result.ok ? [] : result.diagnostics.map(({ span }) => span?.column);
  expect(spans).toEqual([10, expect.any(Number)]);
  expect(new Set(spans).size).toBe(2);
});

const STARTS: [ports: string[], asked: object][] = [
  [[], { timeout: 5 }],
  [['53/udp'], { timeout: 5 }],
  [['8080/tcp'], { port: 8080, timeout: 30 }],
  [['8080'], { port: 8080, timeout: 30 }],
  [['53/udp', '443/tcp', '80/tcp'], { port: 443, timeout: 30 }],
];

test.each(STARTS)('a spec that asks nothing, with the ports %j', (ports, asked) => {
  const origin = { file: 'hardening.yaml', line: 4, column: 1, length: 4 };
  expect(startTest(ports, origin)).toEqual({ kind: 'start', ...asked, origin });
});
