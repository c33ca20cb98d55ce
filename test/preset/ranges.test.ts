import { expect, test } from 'vitest';
import { NODE_FILES, resolved } from './project.ts';

type Files = Record<string, string>;

function problems(language: 'node' | 'python', files: Files, lines = '') {
  const result = resolved(language, lines, files);
  return (result.ok ? [] : result.diagnostics).map(({ code, message, hint, span }) => ({
    code,
    message,
    hint,
    at: `${span?.file}:${span?.line}`,
  }));
}

const engines = (range: string): Files => ({
  ...NODE_FILES,
  'package.json': `{\n  "engines": {"node": "${range}"}\n}`,
});

test('a version in the spec that engines rule out', () => {
  expect(problems('node', engines('>=24'), 'with: {version: "22"}\n')).toEqual([
    {
      code: 'plan/version-mismatch',
      message: 'version is 22 (hardening.yaml:4), and package.json:2 asks for ">=24"',
      hint: 'write with: {version: "24"}, or correct package.json:2, so that both say the same',
      at: 'hardening.yaml:4',
    },
  ]);
});

test('a default that engines rule out is shown where the project asks for another', () => {
  expect(problems('node', engines('18 || 20'))).toEqual([
    {
      code: 'plan/version-mismatch',
      message: 'version is 24 (the default of the preset), and package.json:2 asks for "18 || 20"',
      hint: 'write with: {version: "18"}, or correct package.json:2, so that both say the same',
      at: 'package.json:2',
    },
  ]);
});

test('two files of the project that exclude each other', () => {
  expect(problems('node', { ...engines('^22.1.0'), '.nvmrc': 'v24.1.0\n' })).toEqual([
    {
      code: 'plan/version-mismatch',
      message: 'version is 24 (.nvmrc:1), and package.json:2 asks for "^22.1.0"',
      hint: 'correct .nvmrc:1 or package.json:2, so that both say the same',
      at: '.nvmrc:1',
    },
  ]);
  const python = {
    'uv.lock': '',
    '.python-version': '3.13\n',
    'pyproject.toml': '[project]\nrequires-python = "==3.12.*"\n',
  };
  expect(problems('python', python)).toMatchObject([
    { message: 'version is 3.13 (.python-version:1), and pyproject.toml:2 asks for "==3.12.*"' },
  ]);
});

test.each([
  ['a range that the version is in', engines('>=20 <25'), 'with: {version: "22"}\n'],
  ['a word that is no range', engines('latest'), 'with: {version: "22"}\n'],
  ['no range at all', NODE_FILES, 'with: {version: "22"}\n'],
])('%s is no fault', (_what, files, lines) => {
  expect(problems('node', files, lines).map(({ message }) => message)).toEqual([]);
});
