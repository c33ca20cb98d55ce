import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadSpec } from '../../src/spec/load.ts';
import { keySpan, valueSpan, writtenAt } from '../../src/spec/source-map.ts';

const FULL = `version: 1
name: team/api
language: python
with: {version: "3.13", debug: true}
entrypoint: [/usr/bin/python3, -m, app]
source: {include: ["**"], exclude: [docs]}
toolchain: {debian: trixie, packages: [gcc]}
build:
  steps:
    - {run: [make, all], env: {A: b}, workdir: /src/c, caches: [{id: cc, path: /cache/cc}]}
artifacts:
  - {from: /out/x, to: /app/x, mode: "0755"}
  - {from: /src, to: /app/src, exclude: ["**/*.c"]}
base: {debian: bookworm, packages: [libpq5]}
runtime:
  packages: [libxml2]
  cmd: [--port, "8080"]
  env: {LOG: debug}
  user: "1000:1000"
  workdir: /app
  ports: [8080, 53/udp]
  labels: {org.opencontainers.image.source: "https://example.com"}
  stopSignal: SIGINT
platforms: [linux/arm64]
network: {proxy: "http://proxy.example:3128", ca: certs/ca.pem}
scan: {scanners: [trivy], maxDatabaseAge: 72h}
debian: {mirror: "http://mirror.example/debian"}
policy:
  preset: strict
  vulnerabilities: {critical: 0, low: 5, unfixed: count}
  ignore:
    - {id: CVE-2026-1234, package: libxml2, until: "2026-12-31", reason: not reached, owner: me}
  size: 50MB
  packages: 40
`;

test('a spec with every key is taken as it is written', () => {
  const loaded = loadSpec(FULL, 'hardening.yaml');
  expect(loaded.ok ? [] : loaded.diagnostics).toEqual([]);
  expect(loaded.ok && loaded.value.spec).toMatchObject({
    with: { version: '3.13', debug: true },
    base: { debian: 'bookworm', packages: ['libpq5'] },
    runtime: { ports: [8080, '53/udp'] },
    policy: { vulnerabilities: { critical: 0, low: 5, unfixed: 'count' }, size: '50MB' },
  });
});

test('the source map knows where values and keys stand', () => {
  const loaded = loadSpec(FULL, 'hardening.yaml');
  if (!loaded.ok) throw new Error('not taken');
  const { source } = loaded.value;
  expect(valueSpan(source, ['with', 'version'])).toEqual({
    file: 'hardening.yaml',
    line: 4,
    column: 17,
    length: 6,
  });
  expect(keySpan(source, ['runtime', 'user'])).toMatchObject({ line: 19, column: 3, length: 4 });
  expect(valueSpan(source, ['artifacts', 1, 'to'])).toMatchObject({ line: 13, column: 22 });
  // What is not there is shown at its nearest parent.
  expect(valueSpan(source, ['runtime', 'entrypoint'])).toMatchObject({ line: 15, column: 1 });
  expect(writtenAt(source, ['policy', 'packages'])).toBe('40');
});

test('runtime.entrypoint is as good as entrypoint', () => {
  const text = 'version: 1\nlanguage: go\nruntime: {entrypoint: [/app/server]}\n';
  expect(loadSpec(text, 'hardening.yaml').ok).toBe(true);
});

test('aliases give their value and stand where they are written', () => {
  const text = 'version: 1\nlanguage: go\nentrypoint: &e [/app/server]\nruntime: {cmd: *e}\n';
  const loaded = loadSpec(text, 'hardening.yaml');
  expect(loaded.ok && loaded.value.spec.runtime?.cmd).toEqual(['/app/server']);
  expect(loaded.ok && valueSpan(loaded.value.source, ['runtime', 'cmd'])).toMatchObject({
    line: 4,
    column: 16,
  });
});

test('keys of every JavaScript object are keys like any other', () => {
  const text = 'version: 1\nlanguage: go\nentrypoint: [/a]\n__proto__: {x: 1}\nconstructor: 1\n';
  const loaded = loadSpec(text, 'hardening.yaml');
  expect(loaded.ok ? [] : loaded.diagnostics.map(({ code, span }) => [code, span?.line])).toEqual([
    ['spec/unknown-key', 4],
    ['spec/unknown-key', 5],
  ]);
});

test('a key __proto__ is refused where any key is taken', () => {
  const lines = [
    'version: 1\nlanguage: go\nentrypoint: [/a]',
    'with: {__proto__: {version: "1"}}',
    'runtime:',
    '  env: {__proto__: x}',
    '  labels: {A: b, "__proto__": x}',
  ];
  const loaded = loadSpec(lines.join('\n'), 'hardening.yaml');
  const found = loaded.ok ? [] : loaded.diagnostics;
  expect(found.map(({ code, span }) => [code, span?.line, span?.column])).toEqual([
    ['spec/unknown-key', 4, 8],
    ['spec/unknown-key', 6, 9],
    ['spec/unknown-key', 7, 18],
  ]);
});

test.each([
  ['keys', Array.from({ length: 5000 }, (_, index) => `k${index}: 1\n`).join('')],
  ['ports', `runtime: {ports: [${'0,'.repeat(5000)}]}\n`],
])('of 5,000 mistaken %s the first are listed, and how many more there are', (_what, lines) => {
  const loaded = loadSpec(`version: 1\nlanguage: go\nentrypoint: [/a]\n${lines}`, 'a.yaml');
  const found = loaded.ok ? [] : loaded.diagnostics;
  expect(found).toHaveLength(100);
  expect(found.map(({ detail }) => detail).filter(Boolean)).toEqual([
    '4900 more mistakes are not listed',
  ]);
  expect(found[0]?.span).toMatchObject({ line: 4 });
});

test('a document of too many values is not blamed on aliases that it does not have', () => {
  const values = (item: string) => `a: &a [${'x,'.repeat(900)}]\nb: [${item.repeat(30_000)}]\n`;
  const read = (text: string) => {
    const loaded = loadSpec(text, 'a.yaml');
    return loaded.ok ? [] : loaded.diagnostics.map(({ code }) => code);
  };
  expect(read(values('x,'))).toEqual(['spec/too-large']);
  expect(read(`a: &a [${'x,'.repeat(900)}]\nb: [${'*a,'.repeat(40)}]\n`)).toEqual([
    'spec/too-many-aliases',
  ]);
});

const PIECES = [
  ...['version', 'language', 'entrypoint', 'base', 'runtime', 'policy', 'with', 'artifacts'],
  ...[': ', ':', '\n', '\n  ', '\n    ', '- ', '[', ']', '{', '}', ', ', '"', "'", '|\n', '>\n'],
  ...['&a ', '*a', '!!str ', '!x ', '#', '?', '---\n', '...\n', '%YAML 1.1\n', '\t', '\r\n', '\r'],
  ...[
    '1',
    '3.10',
    '0x1f',
    '.nan',
    'null',
    '~',
    'true',
    'go',
    '/app',
    '<<',
    '\u0000',
    '\u2028',
    '😀',
  ],
];
const yamlish = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.uint8Array({ maxLength: 60 }),
);

test('lines are counted in a text that the parser cannot read', () => {
  const loaded = loadSpec('*a%YAML 1.1\n%YAML 1.1\n: \n    version', 'hardening.yaml');
  const spans = loaded.ok ? [] : loaded.diagnostics.map(({ span }) => [span?.line, span?.column]);
  expect(spans).toContainEqual([3, 1]);
  expect(spans).toContainEqual([4, 5]);
});

test('no text makes it throw, and every mistake has a place inside the file', () => {
  fc.assert(
    fc.property(yamlish, (text) => {
      const loaded = loadSpec(text, 'hardening.yaml');
      if (loaded.ok) return;
      expect(loaded.diagnostics.length).toBeGreaterThan(0);
      const decoded = typeof text === 'string' ? text : new TextDecoder().decode(text);
      const lines = decoded.replace(/^\ufeff/, '').split(/\r?\n/);
      for (const { span } of loaded.diagnostics) {
        expect(span).toBeDefined();
        const { line = 0, column = 0, length = 0 } = span ?? {};
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(length).toBeGreaterThanOrEqual(1);
        const width = lines[line - 1]?.length ?? 0;
        expect(column).toBeLessThanOrEqual(width + 1);
        expect(column + length - 1).toBeLessThanOrEqual(Math.max(width, column));
      }
    }),
    { numRuns: 3000 },
  );
});
