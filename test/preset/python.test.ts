import { expect, test } from 'vitest';
import { excluder } from '../../src/oci/exclude.ts';
import { codesOf, resolved, unwrap } from './project.ts';

const python = (files: Record<string, string>, lines = '') => resolved('python', lines, files);
const PYPROJECT = '[project]\nname = "app"\n';

/** The programs that the steps run, without their folder. */
function programs(files: Record<string, string>, lines = ''): string[] {
  const { dependencies, build } = unwrap(python(files, lines));
  return [...dependencies.steps, ...build.steps].map(({ run }) =>
    run.slice(0, 2).join(' ').replace('/build/venv/bin/', ''),
  );
}

test('the lock file says who installs', () => {
  expect(programs({ 'requirements.txt': '' })).toEqual(['python3 -m', 'pip install']);
  const uv = { 'pyproject.toml': PYPROJECT, 'uv.lock': '' };
  expect(programs(uv)).toEqual(['python3 -m', 'pip install', 'uv export', 'pip install']);
  const poetry = { 'pyproject.toml': PYPROJECT, 'poetry.lock': '' };
  expect(programs(poetry)).toEqual(['python3 -m', 'pip install', 'poetry export', 'pip install']);
});

test('what a scanner has to see is read from that lock file', () => {
  const kinds = (files: Record<string, string>) =>
    unwrap(python(files)).expect.map(({ kind }) => kind);
  expect(kinds({ 'uv.lock': '' })).toEqual(['python-dist-info', 'python-uv-lock']);
  expect(kinds({ 'poetry.lock': '' })).toEqual(['python-dist-info', 'python-poetry-lock']);
  expect(kinds({ 'requirements.txt': '' })).toEqual(['python-dist-info', 'python-requirements']);
});

test('two lock files, or none, are an error with the fix', () => {
  expect(python({ 'uv.lock': '', 'requirements.txt': '' })).toMatchObject({
    diagnostics: [
      {
        code: 'preset/bad-input',
        message: 'uv.lock says that manager is uv, and requirements.txt that it is pip',
        hint: expect.stringContaining('with: {manager: uv}'),
      },
    ],
  });
  expect(python({ 'pyproject.toml': PYPROJECT })).toMatchObject({
    diagnostics: [{ code: 'preset/bad-input', hint: expect.stringContaining('uv lock') }],
  });
});

test('a project that is to be installed ships what was installed', () => {
  const files = { 'pyproject.toml': PYPROJECT, 'uv.lock': '' };
  const from = (lines: string) => unwrap(python(files, lines)).artifacts.map((one) => one.from);
  expect(from('')).toEqual(['/out/site-packages', '/src']);
  expect(from('with: {install: true}\n')).toEqual(['/out/site-packages', '/out/project']);
  expect(programs(files, 'with: {install: true}\n').at(-1)).toBe('pip install');
});

test('only the programs of packages are left out, no folder of the same name below them', () => {
  const [packages, project] = unwrap(python({ 'requirements.txt': '' })).artifacts;
  const leftOut = excluder(packages?.exclude ?? []);
  expect(['bin/flask', 'django/bin/django-admin.py', 'a/__pycache__/b.pyc'].map(leftOut)).toEqual([
    true,
    false,
    true,
  ]);
  const app = excluder(project?.exclude ?? []);
  expect(['uv.lock', 'README.md', 'app/help/page.md'].map(app)).toEqual([true, true, false]);
});

test.each<[requires: string, version: string]>([
  ['requires-python = ">=3.11"', '3.13'],
  ['requires-python = ">=3.11,<4"', '3.13'],
  ['requires-python = ">=3.11,<3.14"', '3.13'],
  ['requires-python = "==3.12.*"', '3.12'],
  ['requires-python = "~=3.12.1"', '3.12'],
  ['requires-python = "~=3.12"', '3.13'],
  ['requires-python = ">=3.11, <3.13"', '3.12'],
  ['requires-python = ">=3.10,<3.12.0"', '3.11'],
  ['requires-python = ">=3.10,<3.13.5"', '3.13'],
  ['requires-python = ">=3.14"', '3.14'],
  ['python = "^3.11"', '3.13'],
  ['python = "~3.12"', '3.12'],
  ['python = "3.12.*"', '3.12'],
  ['python = "^3.14"', '3.14'],
])('%s means Python %s', (requires, version) => {
  const pyproject = `[project]\n${requires}\n`;
  const base = 'base: {image: "docker.io/library/python:3"}\n';
  const found = unwrap(python({ 'uv.lock': '', 'pyproject.toml': pyproject }, base));
  expect(found.toolchain).toMatchObject({ ref: `docker.io/library/python:${version}` });
});

test('.python-version is nearer than pyproject.toml', () => {
  const files = {
    'uv.lock': '',
    '.python-version': '3.13\n',
    'pyproject.toml': 'python = "3.12 || 3.13"\n',
  };
  expect(codesOf(python(files))).toEqual([]);
});
