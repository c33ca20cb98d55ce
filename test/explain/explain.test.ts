import { expect, test } from 'vitest';
import { explain } from '../../src/explain/explain.ts';
import { renderExplanations } from '../../src/explain/render.ts';
import type { ExplainInput, Explanation } from '../../src/explain/types.ts';
import type { ImagePackage, RunReport } from '../../src/report/types.ts';
import { found, os, reportOf } from '../compare/runs.ts';
import { judgeBy } from '../valid-json.ts';

const pypi = (name: string, version: string, ...needs: string[]): ImagePackage => ({
  ...{ name, version, class: 'app', type: 'python-pkg', purl: `pkg:pypi/${name}@${version}` },
  ...{ dependsOn: needs.map((one) => `pkg:pypi/${one}`) },
});

const APP = [
  pypi('uvicorn', '1.0', 'h11@2.0'),
  pypi('starlette', '3.0', 'anyio@4.0'),
  pypi('anyio', '4.0', 'idna@5.0', 'starlette@3.0'),
  pypi('idna', '5.0'),
  pypi('h11', '2.0'),
];

const LINES: Record<string, { file: string; line: number }> = {
  starlette: { file: 'requirements.in', line: 3 },
  uvicorn: { file: 'requirements.in', line: 4 },
  idna: { file: 'requirements.txt', line: 9 },
};

function inputOf(rest: Partial<RunReport> = {}): ExplainInput {
  return {
    report: reportOf({ packages: [...APP, os('libc6', '2.41')], ...rest }),
    locate: ({ package: name }) => {
      const line = LINES[name];
      return line && { ...line, column: 1, length: name.length };
    },
    base: { file: 'hardening.yaml', line: 4, column: 7, length: 6 },
  };
}

function explained(word: string, rest: Partial<RunReport> = {}): Explanation[] {
  const result = explain(word, inputOf(rest));
  if (!result.ok) throw new Error(result.diagnostics[0]?.message);
  const document = { schemaVersion: 1, explanations: JSON.parse(JSON.stringify(result.value)) };
  expect(judgeBy('explain').unnamedIn(document)).toEqual([]);
  return result.value;
}

test('a package that others need has the way to it, and the line that asks for the first', () => {
  const [one] = explained('idna');
  expect(one).toMatchObject({
    subject: 'idna 5.0',
    paths: [['starlette 3.0', 'anyio 4.0', 'idna 5.0']],
    line: { file: 'requirements.in', line: 3 },
    fix: [],
  });
  expect(one?.why).toEqual([
    'starlette 3.0 needs anyio 4.0 needs idna 5.0',
    'requirements.txt:9 names it',
  ]);
});

test('a package that the project asks for is its own reason', () => {
  const [one] = explained('uvicorn@1.0');
  expect(one).toMatchObject({ paths: [['uvicorn 1.0']], why: ['requirements.in:4 names it'] });
});

test('packages are found as their ecosystem compares names, and by their purl', () => {
  for (const word of ['Starlette', 'pkg:pypi/starlette@3.0']) {
    expect(explained(word).map(({ subject }) => subject)).toEqual(['starlette 3.0']);
  }
});

test('packages that need each other end', () => {
  const circle = [pypi('a', '1', 'b@1'), pypi('b', '1', 'a@1')];
  expect(explained('a', { packages: circle })[0]?.paths).toBeUndefined();
});

test('a package of the system is of the base that the spec asks for', () => {
  const [one] = explained('libc6');
  expect(one?.what).toContain('a package of the system');
  expect(one?.why).toEqual(['hardening.yaml:4 asks for the base debian:trixie']);
});

test('a vulnerability has its package, what reported it, what the policy made of it and the fix', () => {
  const finding = found(APP[3] as ImagePackage, 'CVE-2026-1', {
    ...{ aliases: ['GHSA-xyz'], fixedVersion: '5.1', path: 'app/idna/METADATA' },
    scanners: ['trivy', 'grype'],
  });
  const [one] = explained('ghsa-XYZ', { findings: [finding] });
  expect(one).toMatchObject({
    subject: 'CVE-2026-1',
    what: 'high, fixed in 5.1',
    findings: [finding],
    line: { file: 'requirements.in', line: 3 },
  });
  expect(one?.why).toContain('starlette 3.0 needs anyio 4.0 needs idna 5.0');
  expect(one?.why).toContain('trivy and grype reported it');
  expect(one?.why).toContain('the policy does not count it');
  expect(one?.fix).toEqual(['upgrade idna from 5.0 to 5.1 in requirements.txt:9 (CVE-2026-1)']);
});

test('what the lock file alone has is said to be of tests and tools', () => {
  const packages = [{ ...pypi('pytest', '8.0'), type: 'pip', path: 'requirements.txt' }];
  const sources = { files: ['requirements.txt'], packages, findings: [] };
  expect(explained('pytest', { sources })).toMatchObject([
    { what: 'a package of requirements.txt', why: [expect.stringContaining('not in the image')] },
  ]);
});

test('a check says what it saw, and how to accept it', () => {
  const checks = [{ id: 'no-shell', pass: false, evidence: 'one shell', paths: ['/bin/sh'] }];
  expect(explained('no-shell', { checks })).toMatchObject([
    {
      what: 'it fails',
      why: ['one shell', 'it is about /bin/sh'],
      fix: [{}, {}].map(() => expect.any(String)),
    },
  ]);
});

test('layers are found by their kind and by the beginning of their digest', () => {
  const { layers } = reportOf().image;
  const digest = layers[2]?.digest ?? '';
  expect(explained('app').map(({ subject }) => subject)).toEqual([digest]);
  expect(explained(digest.slice(0, 17)).map(({ subject }) => subject)).toEqual([digest]);
});

test('a word that names nothing is refused, with the name that was meant', () => {
  expect(explain('starlete', inputOf())).toMatchObject({
    ok: false,
    diagnostics: [{ code: 'explain/not-found', hint: 'write: harden explain starlette' }],
  });
});

test.each([60, 100])('fits %i columns, and foreign names stay text', (width) => {
  const hostile = pypi('x\u001b[31m\u202e', '1');
  const text = renderExplanations(explained(hostile.name, { packages: [hostile] }), width);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]/);
});
